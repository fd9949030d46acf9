"""What runs in the process of a handler: a package that is copied beside the code and never imported by its parent.

A keeper starts the handler and ends all that it started. Where the kernel gives namespaces, the handler lives in a
world of its own: no process, no network, no file but those that the interpreter needs. A guard in the interpreter
refuses what leaves the process and notes it. Without such a world the guard is all there is: it keeps code from doing
harm by doing its work, and is no prison for code that wants out.
"""
