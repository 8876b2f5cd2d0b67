#pragma once

#include <string>
#include <string_view>

// Numbers that must not be stored or shown: payment cards (PCI DSS 4.0.1, 3.3.1 and 3.4.1), their
// security codes, identity card numbers of the mainland (GB 11643) and of Taiwan are replaced
// before anything is recorded or passed on. Pure; linear in the length of the text.
namespace kefu::gateway::service {

struct number_mask_outcome {
    std::string text; // equal to the input when nothing was found
    int cards_count = 0;
    int codes_count = 0; // security codes beside a card
    int identities_count = 0;

    [[nodiscard]] bool changed() const { return cards_count + codes_count + identities_count > 0; }
};

// A card: 13-19 digits with a known issuer prefix and a right Luhn sum, written with any decimal
// digits of Unicode and with spaces, dashes, dots, slashes, line ends or invisible characters
// between them → "**** **** **** 1111". `order_number` is one that belongs to the customer and is
// never taken for a card; "" = none.
[[nodiscard]] number_mask_outcome mask_numbers(
    std::string_view text, std::string_view order_number = {}
);

} // namespace kefu::gateway::service
