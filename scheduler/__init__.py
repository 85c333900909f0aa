"""The domain of Tiếp Dân: use cases over tables over a pure core. Knows no web framework."""
