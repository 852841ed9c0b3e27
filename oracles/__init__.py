"""What others made that decides the same as we do: for tests and for benchmarks."""
