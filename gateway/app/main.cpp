#include "gateway/app/command_line.hpp"

int main(int argc, char** argv) { return kefu::gateway::app::run_command_line(argc, argv, {}); }
