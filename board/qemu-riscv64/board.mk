BOARD_ARCH := riscv64
