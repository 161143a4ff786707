"""What measures speed and quality; none of it is part of the test suite but `test_*.py`."""
