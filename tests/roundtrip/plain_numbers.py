"""python-stdnum, with a shorter way for what is written in ASCII: importing this module is enough.

Its modules first look at each character of a number for other alphabets' look-alikes, which takes most of their time.
An ASCII text without a grave accent has none, so that all that is left to do is what their function does last: to
drop the separators. Import this before any module of stdnum, as those take the function over by its name.
"""

import stdnum.util

thorough = stdnum.util.clean


def clean(number: str, deletechars: str = "") -> str:
    if not number.isascii() or "`" in number:
        return thorough(number, deletechars)
    for c in deletechars:
        number = number.replace(c, "")
    return number


stdnum.util.clean = clean
