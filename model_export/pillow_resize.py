"""Pillow's bilinear resize, bit for bit, as part of an ONNX graph.

The width is resized first, then the height (Pillow 13 begins with the height where that is cheaper; here and in
`training.fliqe.preprocessing` the order is fixed). Each weight is a fixed-point number of 22 bits, each sum is
rounded to uint8, as in Pillow's `Resample.c`. ONNX Runtime's `Resize` with antialiasing computes the weights in
single precision, and one pixel in 150 comes out one level off: a network with random weights saw that clearly. Here
they are computed in double precision, taken apart into three digits to the base 256, and multiplied as integers.

A weight is nonzero for few pixels only, so the output is made in blocks, each from the pixels that it needs: that
took 640 x 512 from 8 to 5.5 ms in grey and from 18 to 8 ms in colour, on one core.
"""

from typing import Final

_BITS: Final = 22
_N_DIGITS: Final = 3
_N_BLOCKS: Final = 4

WIDTH, HEIGHT = "width", "height"


def initializers(side_px: int) -> str:
    """Constants that the passes of one graph share, in ONNX's text form.

    Args:
        side_px: Width and height after the resize, a multiple of 4.
    """
    block_px = side_px // _N_BLOCKS
    first = [block * block_px + 0.5 for block in range(_N_BLOCKS)]
    last = [middle + block_px - 1 for middle in first]
    middles = [index + 0.5 for index in range(side_px)]
    return f"""
 double side_px = {{{side_px}.0}}, double[{side_px}, 1] middles = {{{_list(middles)}}},
 double[{_N_BLOCKS}] first_middles = {{{_list(first)}}}, double[{_N_BLOCKS}] last_middles = {{{_list(last)}}},
 double zero = {{0.0}}, double half = {{0.5}}, double one = {{1.0}}, double unit = {{{1 << _BITS}.0}},
 int32[{_N_DIGITS}, 1, 1] places = {{65536, 256, 1}}, int32 base = {{256}},
 int32 half_unit = {{{1 << _BITS - 1}}}, uint32 n_bits = {{{_BITS}}},
 int64[2] rows = {{{_N_DIGITS * block_px}, -1}}, int64[1] axis_1 = {{1}}, int64[1] axis_2 = {{2}},
 int64[1] axis_3 = {{3}}"""


def resize_pass(axis: str, source: str, result: str) -> str:
    """Resize one side of uint8 planes, N x C x H x W.

    Args:
        axis: `WIDTH` or `HEIGHT`.
        source: Name of the planes.
        result: Name that the resized planes get.

    Returns:
        Nodes in ONNX's text form.
    """
    blocks = [_block(axis, source, block) for block in range(_N_BLOCKS)]
    names = ", ".join(f"{axis}_{block}_uint8" for block in range(_N_BLOCKS))
    joined = f"  {result} = Concat <axis = {3 if axis == WIDTH else 2}> ({names})\n"
    return _weights(axis, source) + "".join(blocks) + joined


def _weights(axis: str, source: str) -> str:
    """Weights of each output pixel for each input pixel as digits, and where the blocks' pixels begin and end."""
    position = 3 if axis == WIDTH else 2
    digits = ", ".join(f"{axis}_{block}_digits" for block in range(_N_BLOCKS))
    starts = ", ".join(f"{axis}_{block}_start" for block in range(_N_BLOCKS))
    ends = ", ".join(f"{axis}_{block}_end" for block in range(_N_BLOCKS))
    return f"""
  {axis}_shape = Shape <start = {position}, end = {position + 1}> ({source})
  {axis}_scalar = Squeeze ({axis}_shape)
  {axis}_px = Cast <to = 11> ({axis}_scalar)
  {axis}_scale = Div ({axis}_px, side_px)
  {axis}_reach = Max ({axis}_scale, one)
  {axis}_centres = Mul (middles, {axis}_scale)
  {axis}_corners = Range (zero, {axis}_px, one)
  {axis}_pixels = Add ({axis}_corners, half)
  {axis}_offsets = Sub ({axis}_pixels, {axis}_centres)
  {axis}_distances = Abs ({axis}_offsets)
  {axis}_shares = Div ({axis}_distances, {axis}_reach)
  {axis}_slopes = Sub (one, {axis}_shares)
  {axis}_triangles = Max ({axis}_slopes, zero)
  {axis}_sums = ReduceSum <keepdims = 1> ({axis}_triangles, axis_1)
  {axis}_weights = Div ({axis}_triangles, {axis}_sums)
  {axis}_scaled = Mul ({axis}_weights, unit)
  {axis}_raised = Add ({axis}_scaled, half)
  {axis}_fixed = Cast <to = 6> ({axis}_raised)
  {axis}_shifted = Div ({axis}_fixed, places)
  {axis}_remainders = Mod ({axis}_shifted, base)
  {axis}_digits = Cast <to = 2> ({axis}_remainders)
  {digits} = Split <axis = 1, num_outputs = {_N_BLOCKS}> ({axis}_digits)
  {axis}_first_centres = Mul (first_middles, {axis}_scale)
  {axis}_lowest = Sub ({axis}_first_centres, {axis}_reach)
  {axis}_lowest_inside = Max ({axis}_lowest, zero)
  {axis}_starts = Cast <to = 7> ({axis}_lowest_inside)
  {starts} = Split <axis = 0, num_outputs = {_N_BLOCKS}> ({axis}_starts)
  {axis}_last_centres = Mul (last_middles, {axis}_scale)
  {axis}_highest = Add ({axis}_last_centres, {axis}_reach)
  {axis}_above_highest = Add ({axis}_highest, one)
  {axis}_ends = Cast <to = 7> ({axis}_above_highest)
  {ends} = Split <axis = 0, num_outputs = {_N_BLOCKS}> ({axis}_ends)
"""


def _block(axis: str, source: str, block: int) -> str:
    """Make one block of the output: integer products with the digits, joined, rounded and cut back to uint8."""
    at = f"{axis}_{block}"
    is_width = axis == WIDTH
    turn = f"{at}_columns = Transpose <perm = [1, 0]> ({at}_matrix)" if is_width else ""
    factors = f"{at}_part, {at}_columns" if is_width else f"{at}_matrix, {at}_part"
    return f"""
  {at}_part = Slice ({source}, {at}_start, {at}_end, {"axis_3" if is_width else "axis_2"})
  {at}_part_digits = Slice ({at}_digits, {at}_start, {at}_end, axis_2)
  {at}_matrix = Reshape ({at}_part_digits, rows)
  {turn}
  {at}_products = MatMulInteger ({factors})
  {at}_high, {at}_middle, {at}_low = Split <axis = {3 if is_width else 2}, num_outputs = {_N_DIGITS}> ({at}_products)
  {at}_high_moved = Mul ({at}_high, base)
  {at}_upper = Add ({at}_high_moved, {at}_middle)
  {at}_upper_moved = Mul ({at}_upper, base)
  {at}_sum = Add ({at}_upper_moved, {at}_low)
  {at}_raised = Add ({at}_sum, half_unit)
  {at}_unsigned = Cast <to = 12> ({at}_raised)
  {at}_rounded = BitShift <direction = "RIGHT"> ({at}_unsigned, n_bits)
  {at}_uint8 = Cast <to = 2> ({at}_rounded)
"""


def _list(values: list[float]) -> str:
    return ", ".join(map(str, values))
