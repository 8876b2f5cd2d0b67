# Run by `cmake --install`, which alone knows the prefix. A unit may name no path that is relative.
get_filename_component(prefix ${CMAKE_INSTALL_PREFIX} ABSOLUTE)
get_filename_component(CMAKE_INSTALL_FULL_BINDIR ${KEFU_BINDIR} ABSOLUTE BASE_DIR ${prefix})
get_filename_component(KEFU_SHARED ${KEFU_DATADIR}/kefu ABSOLUTE BASE_DIR ${prefix})
# Not the library directory, which may be lib/x86_64-linux-gnu: systemd looks into lib alone.
set(KEFU_UNIT $ENV{DESTDIR}${prefix}/lib/systemd/system/kefu.service)
configure_file(${KEFU_UNIT_IN} ${KEFU_UNIT} @ONLY FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
message(STATUS "Installing: ${KEFU_UNIT}")
