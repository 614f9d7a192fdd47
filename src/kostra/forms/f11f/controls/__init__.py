"""The controls of form 11F, by theme. What was decided for 2017-2022 stands in docs/explanation/controls-2017-2022.md."""
