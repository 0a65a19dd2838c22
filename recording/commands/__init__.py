"""The commands `flir-iqa recording ...`: one file for each."""
