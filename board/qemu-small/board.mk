BOARD_ARCH := armhf
