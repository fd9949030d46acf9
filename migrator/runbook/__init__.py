"""How to bring a step into production: the commands of this project, in order, with checks and the way back."""
