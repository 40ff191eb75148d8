BOARD_ARCH := mipsel
