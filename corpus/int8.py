"""Makes a converted model multiply in whole numbers, which CPUs with VNNI do twice as fast.

Weights become 8-bit integers with a scale for each row (symmetric, round to nearest). The
activations stay as they are in the graph: OpenVINO quantises them while it runs, a group of
`compress`'s size at a time by their own range, so that no calibration is needed. On a CPU without
VNNI it multiplies the same weights in floating point, so that vectors hardly depend on the machine.
"""

from typing import Any

import numpy as np

_LARGEST = 127
_GROUPS = (192, 128, 64, 32)
"""Larger groups are faster, smaller ones more faithful: measured on all-MiniLM-L6-v2, 384 is no
faster than 192, and 32 no faster than floating point."""


def compress(graph: Any) -> int:  # noqa: ANN401 - OpenVINO has no types
    """Replace the weights of the matrix products in an `openvino.Model`, in place.

    Returns the group size to run it with, or 0 where nothing could be replaced.
    """
    found = [(node, weights) for node in graph.get_ordered_ops() if (weights := _weights(node))]
    if not found:
        return 0
    widths = [weights.get_output_shape(0)[1] for _, weights in found]
    fitting = (group for group in _GROUPS if all(width % group == 0 for width in widths))
    group = next(fitting, 0)
    if group:
        for node, weights in found:
            node.input(1).replace_source_output(_compressed(weights.get_data()))
        graph.validate_nodes_and_infer_types()
    return group


def compress_lookups(graph: Any) -> None:  # noqa: ANN401
    """Replace the tables of vectors that an `openvino.Model` looks up rows in, in place."""
    from openvino import opset13

    for node in graph.get_ordered_ops():
        if node.get_type_name() != "Gather":
            continue
        table = node.input_value(0).get_node()
        while table.get_type_name() == "Convert":
            table = table.input_value(0).get_node()
        shape = table.get_output_partial_shape(0)
        fits = table.get_type_name() == "Constant" and shape.rank.get_length() == 2  # noqa: PLR2004
        if fits and table.get_element_type().is_real():
            whole, scale = _whole(table.get_data())
            # Rows are looked up first, so that only those become floats.
            rows, axis = node.input_value(1), opset13.constant(0)
            found = opset13.convert(opset13.gather(opset13.constant(whole), rows, axis), "f32")
            scales = opset13.gather(opset13.constant(scale), rows, axis)
            node.output(0).replace(opset13.multiply(found, scales).output(0))
    graph.validate_nodes_and_infer_types()


def _weights(node: Any) -> Any:  # noqa: ANN401
    """The constant that a product multiplies its rows with, if it is one of floats."""
    if node.get_type_name() != "MatMul" or not node.get_attributes()["transpose_b"]:
        return None
    weights = node.input_value(1).get_node()
    while weights.get_type_name() == "Convert":
        weights = weights.input_value(0).get_node()
    fits = weights.get_type_name() == "Constant" and len(weights.get_output_shape(0)) == 2  # noqa: PLR2004
    return weights if fits and weights.get_element_type().is_real() else None


def _compressed(weights: Any) -> Any:  # noqa: ANN401
    from openvino import opset13

    whole, scale = _whole(weights)
    floats = opset13.convert(opset13.constant(whole), "f32")
    return opset13.multiply(floats, opset13.constant(scale)).output(0)


def _whole(weights: Any) -> tuple[Any, Any]:  # noqa: ANN401
    """The weights as whole numbers, and the scale of each row."""
    rows = weights.astype(np.float32)
    scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True), np.finfo(np.float32).tiny)
    scale /= _LARGEST
    return np.rint(rows / scale).clip(-_LARGEST, _LARGEST).astype(np.int8), scale
