#include "header_compiles.c"
