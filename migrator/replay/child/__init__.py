"""What runs in the process of a handler: a package that is copied beside the code and never imported by its parent.

It stops the clock, decides what is left to chance, and refuses network, calls to AWS, other processes and files
elsewhere. That keeps code from doing harm by doing its work; it is no prison for code that wants out.
"""
