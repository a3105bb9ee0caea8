"""Why: a village's place, and why a house is in the plan or not (为什么不是我家)."""

import streamlit as st

from desk.plan_grounds import OFFICE
from desk.plan_limits import without_village
from desk.plan_why import HouseChoice, why_house
from desk.planning import PlanFound
from desk.shelf import CountyShelf
from desk.village_choice import VillageChoice, village_choice, with_village
from geo.eligibility import Answer
from reports.proposal import MEASURE_WORDS
from rules.criteria import criteria
from views import choice, panels
from views.plan_strip import between
from views.words import _, plain

MOST_NAMES = 8
MARKS = {
    Answer.YES: ":material/check:",
    Answer.NO: ":material/close:",
    Answer.UNKNOWN: ":material/question_mark:",
    None: ":material/arrow_right:",
}


def village(shelf: CountyShelf, found: PlanFound, code: str) -> None:
    """Show why a village is among the first and in the plan, or why not."""
    why = village_choice(found, shelf.draws(found.settings), code)
    st.subheader(plain(f"{why.town} {why.name}"))
    _figures(why)
    if why.unranked is not None:
        st.info(plain(why.unranked.said(_)))
        return
    st.markdown(f"**{_('Why')}**")
    if why.worth is not None:
        st.markdown(f"- {plain(why.worth.said(_))}")
        st.markdown(f"- {plain(without_village(found, why.code).said(_))}")
    elif (binds := shelf.binding(found.settings)) is not None:
        st.markdown(f"- {plain(binds.said(_))}")
    st.caption(_("Its place in the ranking"))
    for reason in why.reasons:
        st.markdown(f"- {plain(reason.said(_))}")
    if why.counterfactual is not None:
        st.markdown(f"- {plain(why.counterfactual.said(_))}")
    if why.tied_with:
        names = "、".join(why.tied_with[:MOST_NAMES])
        if len(why.tied_with) > MOST_NAMES:
            names = _("{names} and {more} others", names=names,
                      more=len(why.tied_with) - MOST_NAMES)  # fmt: skip
        st.caption(
            _("Cannot be told apart by these data from: {names}",
              names=plain(names))
        )  # fmt: skip
    _acts(found, why)
    with st.expander(_("The parts of the score")):
        st.dataframe(panels.parts_table(why.parts), hide_index=True)
        st.caption(
            _(
                "The points add up to the score. Weights are the office's, not a "
                "document's: {source}",
                source=plain(_(criteria().source)),
            )
        )


def _figures(why: VillageChoice) -> None:
    columns = [*st.columns(2), *st.columns(2)]
    rank = _("not ranked") if why.rank is None else f"{why.rank} / {why.ranked}"
    columns[0].metric(_("Rank"), rank)
    if why.rank is not None:
        columns[0].caption(
            _("90 %: {low} to {high}", low=why.rank_low, high=why.rank_high)
        )
        columns[1].metric(_("Score"), f"{why.score:.3f}")
        columns[1].caption(
            _("among the first {k} in {share} of the draws",
              k=why.first_count, share=f"{why.in_first_ratio:.0%}")
        )  # fmt: skip
    columns[2].metric(
        _("In danger in 30 years, of those who may be entitled"),
        f"{why.risk.value:.3g}",
    )
    columns[2].caption(f"90 %: {why.risk.low:.2g}–{why.risk.high:.2g}")
    count = sum(why.households.values())
    columns[3].metric(_("Households in the plan"), f"{count:,}")
    told = "、".join(
        f"{_(MEASURE_WORDS[name])} {number}" for name, number in why.households.items()
    )
    saved = "" if why.saved is None else f" · {between(why.saved)} {_('people')}"
    columns[3].caption(plain(told + saved) or _("not in the plan"))


def _acts(found: PlanFound, why: VillageChoice) -> None:
    left, right = st.columns(2)
    left.button(
        _("Must be in"), key="keep-village", on_click=choice.add_to,
        args=("keep", why.code, "drop"), icon=":material/push_pin:",
        disabled=why.code in found.settings.keep,
    )  # fmt: skip
    right.button(
        _("Must not be in"), key="drop-village", on_click=choice.add_to,
        args=("drop", why.code, "keep"), icon=":material/block:",
        disabled=why.code in found.settings.drop,
    )  # fmt: skip
    if not why.households and st.button(_("What if it were in?"), key="with-village"):
        st.info(plain(with_village(found, why.code).said(_)))


def house(shelf: CountyShelf, found: PlanFound, household_id: str) -> None:
    """Show why a house is in the plan, or why it is not."""
    why = why_house(shelf.workspace, found, household_id)
    title = (
        _("{id} is in the plan: why", id=plain(household_id))
        if why.chosen
        else _("{id} is not in the plan: why", id=plain(household_id))
    )
    st.subheader(title)
    for step in why.steps:
        cited = plain(step.clause) if step.clause else ""
        office = _("office rule") if step.basis == OFFICE else ""
        where = " · ".join(filter(None, [cited, office]))
        text = f"{MARKS[step.answer]} {plain(step.remark.said(_))}"
        st.markdown(f"{text} :gray[{where}]" if where else text)
    _house_acts(found, why)


def _house_acts(found: PlanFound, why: HouseChoice) -> None:
    kept, dropped = found.settings.keep_houses, found.settings.drop_houses
    id_ = why.household_id
    left, right, out = st.columns(3)
    left.button(
        _("Must be in"), key="keep-house", on_click=choice.add_to,
        args=("keep-houses", id_, "drop-houses"), disabled=id_ in kept,
    )  # fmt: skip
    right.button(
        _("Must not be in"), key="drop-house", on_click=choice.add_to,
        args=("drop-houses", id_, "keep-houses"), disabled=id_ in dropped,
    )  # fmt: skip
    if id_ in (*kept, *dropped):
        name = "keep-houses" if id_ in kept else "drop-houses"
        out.button(_("Let the plan decide"), on_click=choice.take_out, args=(name, id_))
    panels.link_to_file(id_)
