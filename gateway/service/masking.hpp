#pragma once

#include <string>
#include <string_view>

// Personal data as staff see it by default (SOP 8.1.3). Pure. Text is UTF-8; one that is not comes
// back as "***". The length of what is hidden is not told, except that a phone keeps its own.
namespace kefu::gateway::service {

// 王小明 → 王*明, 王明 → 王*, John Smith → J*n S*h, "" → "".
[[nodiscard]] std::string mask_name(std::string_view name);
// 0912345678 → 0912***678, +886 912 345 678 → +886******678 (digits only; a short one is hidden).
[[nodiscard]] std::string mask_phone(std::string_view phone);
// mei.lin@mail.example → m***@mail.example.
[[nodiscard]] std::string mask_email(std::string_view email);
// 臺北市大安區和平東路一段1號 → 臺北市大安區***: the first six code points, or the part before the
// first digit when that is shorter.
[[nodiscard]] std::string mask_address(std::string_view address);

} // namespace kefu::gateway::service
