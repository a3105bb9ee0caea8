"""Open a GeoPackage in QGIS and tell what it makes of it; run by QGIS's own Python.

Usage: python3 qgis_check.py MAP.gpkg PICTURE.png LAYER...   (JSON on standard output)
"""

import json
import sys


def core():
    """Only here: where there is no QGIS, this file can still be looked at."""
    from qgis import core

    return core


def told(layer):
    renderer = layer.renderer()
    own, _, styles, _, _ = layer.listStylesInDatabase()
    return {
        "renderer": renderer.type(),
        "crs": layer.crs().authid(),
        "count": layer.featureCount(),
        "min_scale": round(layer.minimumScale()),
        "labels": layer.labelsEnabled(),
        "styles": styles[:own],
        "legend": {
            item.label(): [
                item.symbol().color().name(),
                *(part.layerType() for part in item.symbol().symbolLayers()),
            ]
            for item in renderer.legendSymbolItems()
        },
        "undrawn": undrawn(layer),
    }


def undrawn(layer):
    """Count the features that no class takes: they would not be drawn at all."""
    scopes = core().QgsExpressionContextUtils.globalProjectLayerScopes(layer)
    context, renderer = core().QgsRenderContext(), layer.renderer().clone()
    context.expressionContext().appendScopes(scopes)
    renderer.startRender(context, layer.fields())
    missed = 0
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        missed += not renderer.willRenderFeature(feature, context)
    renderer.stopRender(context)
    return missed


def drawn(layers, picture):
    from qgis.PyQt.QtCore import QSize

    settings = core().QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(core().QgsCoordinateReferenceSystem("EPSG:4490"))
    settings.setOutputSize(QSize(600, 400))
    settings.setExtent(layers[-1].extent())
    job = core().QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(picture)
    places = [(x, y) for x in range(0, 600, 2) for y in range(0, 400, 2)]
    colours = {image.pixelColor(x, y).name() for x, y in places}
    return {"errors": [e.message for e in job.errors()], "colours": sorted(colours)}


def opened(path):
    """Open the project that is in the file: its layers from the top down."""
    place = f"geopackage:{path}"
    registry = core().QgsApplication.projectStorageRegistry()
    (name,) = registry.projectStorageFromType("geopackage").listProjects(place)
    project = core().QgsProject.instance()
    project.read(f"{place}?projectName={name}")
    nodes = project.layerTreeRoot().findLayers()
    layers = [
        [node.layer().isValid(), node.layer().crs().isValid(), node.isVisible()]
        for node in nodes
    ]
    names = [node.name() for node in nodes]
    return {"title": name, "crs": project.crs().authid(), "layers": layers} | {
        "names": names
    }


def main(path, picture, *names):
    application = core().QgsApplication([], False)
    application.initQgis()
    read = core().QgsVectorLayer
    layers = [read(f"{path}|layername={name}", name, "ogr") for name in names]
    answer = {layer.name(): told(layer) for layer in layers if layer.isValid()}
    told_of = {"layers": answer, "picture": drawn(layers, picture)}
    print(json.dumps(told_of | {"project": opened(path)}))
    core().QgsProject.instance().clear()
    del layers
    application.exitQgis()


if __name__ == "__main__":
    main(*sys.argv[1:])
