#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Numbers that must not be stored or shown: payment cards (PCI DSS 4.0.1, 3.3.1 and 3.4.1), their
// security codes, identity card numbers of the mainland (GB 11643) and of Taiwan are replaced
// before anything is recorded or passed on. Pure; linear in the length of the text, whatever it is:
// only where the sum of a card or of an identity is right is a number read at all.
namespace kefu::gateway::service {

struct number_mask_outcome {
    std::string text; // equal to the input when nothing was found
    int cards_count = 0;
    int codes_count = 0; // security codes beside a card
    int identities_count = 0;
    // What the text cost: groups of digits read in search of where a number ends, a group again for
    // each number that may begin before it.
    std::size_t groups_read = 0;

    [[nodiscard]] bool changed() const { return cards_count + codes_count + identities_count > 0; }
};

// A card: 13-19 digits with a known issuer prefix and a right Luhn sum, written with any decimal
// digits of Unicode, keycaps too → "**** **** **** 1111". Between its groups stand up to three
// spaces or signs and one line end; where it is grouped as cards are (4-4-4-4, 6-6-4, pairs …),
// also more of them and more line ends, or one letter (4111x1111x1111x1111). With its expiry, and
// perhaps its code, glued to it (41111111111111111227123) both go; with a code alone only behind a
// name such as 卡號, for a longer number ends in three digits as well. Two cards with nothing
// between them are two, where each is whole. A security code is 3-4 digits after its name, behind
// the card or behind an expiry (security_codes.hpp), in a text with a card. The letter and the nine
// digits of a Taiwan identity may stand apart, too.
//
// Left on purpose, for prices, parcels and model numbers look the same: digits in other groups over
// several lines, digits with words or units between (4111元1111元…), digits glued to the front of a
// card or to an identity, a longer number that only contains a card, three cards with nothing
// between them, digits over several messages.
//
// `order_pattern` tells the shop's order numbers, which stay: '#' is a digit, '@' a letter, all
// else itself (sop::order_pattern); "" = none. It is compared with the whole word around the
// number. A pattern without a letter is ignored. Never pass what a customer wrote.
[[nodiscard]] number_mask_outcome mask_numbers(
    std::string_view text, std::string_view order_pattern = {}
);

} // namespace kefu::gateway::service
