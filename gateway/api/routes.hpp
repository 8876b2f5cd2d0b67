#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gateway/api/api_call.hpp"

namespace kefu::gateway::api {

// Who may call a route. A caller below it gets 401 when not signed in, else 404: a foreign thing
// and an absent one look alike.
enum class needs : std::uint8_t { nobody, staff, supervisor, admin };

struct route {
    std::string_view method;
    std::string_view pattern; // "{id}" stands for one segment that is an id
    needs who = needs::admin;
    void (*handle)(api_call call) = nullptr;
};

// Every route of the API, checked in one place: the table of roles × operations.
[[nodiscard]] const std::vector<route>& routes();

struct route_match {
    const route* found = nullptr;
    bool path_known = false; // under another method: 405
    std::string id;
};
[[nodiscard]] route_match match(std::string_view method, std::string_view path);
[[nodiscard]] bool may_call(needs who, storage::staff_role role);

// Handlers, by file.
// sign_in_handlers.cpp
void post_sign_in(api_call call);
void post_sign_out(api_call call);
void post_password(api_call call);
void get_me(api_call call);
void post_ticket(api_call call);
// desk_handlers.cpp
void get_sop(api_call call);
void get_colleagues(api_call call);
void get_customer(api_call call);
void get_conversation(api_call call);
void get_conversation_transcript(api_call call);
void get_records(api_call call);
// admin_handlers.cpp
void get_staff(api_call call);
void post_staff(api_call call);
void patch_staff(api_call call);
void get_skills(api_call call);
void post_skill(api_call call);
void patch_skill(api_call call);
// storefront_handlers.cpp
void get_storefronts(api_call call);
void post_storefront(api_call call);
void patch_storefront(api_call call);
// widget_handlers.cpp
void get_widget_frame(api_call call);
void get_widget_config(api_call call);
void post_widget_transcript(api_call call);

} // namespace kefu::gateway::api
