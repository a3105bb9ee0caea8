"""What a person sees: one short script per page, and what pages share.

Pages ask, show and explain; they compute nothing.
"""
