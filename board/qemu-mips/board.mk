BOARD_ARCH := mips
