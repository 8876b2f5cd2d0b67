# Run by `cmake --install`, which alone knows the prefix.
set(CMAKE_INSTALL_FULL_BINDIR ${CMAKE_INSTALL_PREFIX}/bin)
set(KEFU_SHARED ${CMAKE_INSTALL_PREFIX}/share/kefu)
set(KEFU_UNIT $ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/lib/systemd/system/kefu.service)
configure_file(${KEFU_UNIT_IN} ${KEFU_UNIT} @ONLY FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
message(STATUS "Installing: ${KEFU_UNIT}")
