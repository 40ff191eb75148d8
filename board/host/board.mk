# The machine itself: no BOARD_ARCH.
