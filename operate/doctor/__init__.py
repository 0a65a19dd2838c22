"""`flir-iqa doctor`: looks at each thing that the others need, and says what is wrong and what to do."""
