"""Promises that hold of any input: tried by hypothesis in the suite, by atheris in `make fuzz`."""
