"""Whole numbers for weights: what is replaced, what is left alone, and how near it stays."""

import numpy as np
import pytest
from numpy.typing import NDArray
from openvino import Core, Model, opset13

from corpus.int8 import compress


def _graph(weights: NDArray[np.float32]) -> Model:
    """Rows times weights; then times a number of each row's own, which is no weight."""
    rows = opset13.parameter([-1, weights.shape[1]], np.float32)
    product = opset13.matmul(rows, opset13.constant(weights), transpose_a=False, transpose_b=True)
    square = opset13.matmul(product, product, transpose_a=False, transpose_b=True)
    return Model([product, square], [rows])


def _run(graph: Model, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    how = {"INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": 0}
    found: NDArray[np.float32] = Core().compile_model(graph, "CPU", how)(rows)[0]
    return found


def _kinds(graph: Model) -> list[str]:
    constants = (node for node in graph.get_ordered_ops() if node.get_type_name() == "Constant")
    return sorted(node.get_element_type().get_type_name() for node in constants)


def test_each_row_of_weights_has_a_scale_of_its_own() -> None:
    random = np.random.default_rng(1)
    weights = random.normal(size=(48, 64)).astype(np.float32)
    weights[0] *= 1000
    weights[1] = 0
    graph = _graph(weights)
    rows = random.normal(size=(5, 64)).astype(np.float32)
    exact = _run(graph, rows)
    assert compress(graph) == 64
    assert _kinds(graph) == ["f32", "i8"]
    found = _run(graph, rows)
    assert found[:, 1].tolist() == [0] * 5
    for column in (0, *range(2, 48)):
        assert found[:, column] == pytest.approx(
            exact[:, column], abs=0.03 * float(np.abs(exact[:, column]).max() + 1)
        )


@pytest.mark.parametrize(("width", "group"), [(384, 192), (1024, 128), (320, 64), (32, 32)])
def test_the_largest_group_that_divides_all_weights(width: int, group: int) -> None:
    assert compress(_graph(np.ones((8, width), dtype=np.float32))) == group


def test_what_does_not_fit_is_left_as_it_is() -> None:
    graph = _graph(np.ones((8, 50), dtype=np.float32))
    assert compress(graph) == 0
    assert _kinds(graph) == ["f32"]
    rows = opset13.parameter([-1, 4], np.float32)
    assert compress(Model([opset13.relu(rows)], [rows])) == 0
