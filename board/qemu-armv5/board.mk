BOARD_ARCH := armel
