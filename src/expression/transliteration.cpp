// Texts in ASCII letters.
#include "transliteration.hpp"

#include <algorithm>
#include <iterator>

#include "utf8.hpp"

namespace synthgen::expression {
namespace {

struct Replacement {
  std::uint16_t from;
  char to[5];
};

// SOURCE: for letters with marks, the base letters of Unicode 14.0's compatibility decompositions; for letters of their
// own (ß, æ, ø, ł, þ) and typographic marks, common usage; Greek after ELOT 743 letter by letter; Cyrillic after the
// romanisation of passports (ICAO Doc 9303), without the soft sign.
constexpr Replacement kReplacements[] = {
    {0xA0, " "},      {0xA1, "!"},      {0xA3, "GBP"},   {0xA5, "JPY"},    {0xA9, "(C)"},   {0xAA, "a"},
    {0xAB, "\""},     {0xAE, "(R)"},    {0xB2, "2"},     {0xB3, "3"},      {0xB4, "'"},     {0xB5, "u"},
    {0xB7, "."},      {0xB9, "1"},      {0xBA, "o"},     {0xBB, "\""},     {0xBC, "1/4"},   {0xBD, "1/2"},
    {0xBE, "3/4"},    {0xBF, "?"},      {0xC0, "A"},     {0xC1, "A"},      {0xC2, "A"},     {0xC3, "A"},
    {0xC4, "A"},      {0xC5, "A"},      {0xC6, "AE"},    {0xC7, "C"},      {0xC8, "E"},     {0xC9, "E"},
    {0xCA, "E"},      {0xCB, "E"},      {0xCC, "I"},     {0xCD, "I"},      {0xCE, "I"},     {0xCF, "I"},
    {0xD0, "D"},      {0xD1, "N"},      {0xD2, "O"},     {0xD3, "O"},      {0xD4, "O"},     {0xD5, "O"},
    {0xD6, "O"},      {0xD7, "x"},      {0xD8, "O"},     {0xD9, "U"},      {0xDA, "U"},     {0xDB, "U"},
    {0xDC, "U"},      {0xDD, "Y"},      {0xDE, "Th"},    {0xDF, "ss"},     {0xE0, "a"},     {0xE1, "a"},
    {0xE2, "a"},      {0xE3, "a"},      {0xE4, "a"},     {0xE5, "a"},      {0xE6, "ae"},    {0xE7, "c"},
    {0xE8, "e"},      {0xE9, "e"},      {0xEA, "e"},     {0xEB, "e"},      {0xEC, "i"},     {0xED, "i"},
    {0xEE, "i"},      {0xEF, "i"},      {0xF0, "d"},     {0xF1, "n"},      {0xF2, "o"},     {0xF3, "o"},
    {0xF4, "o"},      {0xF5, "o"},      {0xF6, "o"},     {0xF7, "/"},      {0xF8, "o"},     {0xF9, "u"},
    {0xFA, "u"},      {0xFB, "u"},      {0xFC, "u"},     {0xFD, "y"},      {0xFE, "th"},    {0xFF, "y"},
    {0x100, "A"},     {0x101, "a"},     {0x102, "A"},    {0x103, "a"},     {0x104, "A"},    {0x105, "a"},
    {0x106, "C"},     {0x107, "c"},     {0x108, "C"},    {0x109, "c"},     {0x10A, "C"},    {0x10B, "c"},
    {0x10C, "C"},     {0x10D, "c"},     {0x10E, "D"},    {0x10F, "d"},     {0x110, "D"},    {0x111, "d"},
    {0x112, "E"},     {0x113, "e"},     {0x114, "E"},    {0x115, "e"},     {0x116, "E"},    {0x117, "e"},
    {0x118, "E"},     {0x119, "e"},     {0x11A, "E"},    {0x11B, "e"},     {0x11C, "G"},    {0x11D, "g"},
    {0x11E, "G"},     {0x11F, "g"},     {0x120, "G"},    {0x121, "g"},     {0x122, "G"},    {0x123, "g"},
    {0x124, "H"},     {0x125, "h"},     {0x126, "H"},    {0x127, "h"},     {0x128, "I"},    {0x129, "i"},
    {0x12A, "I"},     {0x12B, "i"},     {0x12C, "I"},    {0x12D, "i"},     {0x12E, "I"},    {0x12F, "i"},
    {0x130, "I"},     {0x131, "i"},     {0x132, "IJ"},   {0x133, "ij"},    {0x134, "J"},    {0x135, "j"},
    {0x136, "K"},     {0x137, "k"},     {0x138, "k"},    {0x139, "L"},     {0x13A, "l"},    {0x13B, "L"},
    {0x13C, "l"},     {0x13D, "L"},     {0x13E, "l"},    {0x13F, "L"},     {0x140, "l"},    {0x141, "L"},
    {0x142, "l"},     {0x143, "N"},     {0x144, "n"},    {0x145, "N"},     {0x146, "n"},    {0x147, "N"},
    {0x148, "n"},     {0x149, "n"},     {0x14A, "Ng"},   {0x14B, "ng"},    {0x14C, "O"},    {0x14D, "o"},
    {0x14E, "O"},     {0x14F, "o"},     {0x150, "O"},    {0x151, "o"},     {0x152, "OE"},   {0x153, "oe"},
    {0x154, "R"},     {0x155, "r"},     {0x156, "R"},    {0x157, "r"},     {0x158, "R"},    {0x159, "r"},
    {0x15A, "S"},     {0x15B, "s"},     {0x15C, "S"},    {0x15D, "s"},     {0x15E, "S"},    {0x15F, "s"},
    {0x160, "S"},     {0x161, "s"},     {0x162, "T"},    {0x163, "t"},     {0x164, "T"},    {0x165, "t"},
    {0x166, "T"},     {0x167, "t"},     {0x168, "U"},    {0x169, "u"},     {0x16A, "U"},    {0x16B, "u"},
    {0x16C, "U"},     {0x16D, "u"},     {0x16E, "U"},    {0x16F, "u"},     {0x170, "U"},    {0x171, "u"},
    {0x172, "U"},     {0x173, "u"},     {0x174, "W"},    {0x175, "w"},     {0x176, "Y"},    {0x177, "y"},
    {0x178, "Y"},     {0x179, "Z"},     {0x17A, "z"},    {0x17B, "Z"},     {0x17C, "z"},    {0x17D, "Z"},
    {0x17E, "z"},     {0x17F, "s"},     {0x181, "B"},    {0x186, "O"},     {0x18A, "D"},    {0x18F, "E"},
    {0x190, "E"},     {0x192, "f"},     {0x198, "K"},    {0x199, "k"},     {0x1A0, "O"},    {0x1A1, "o"},
    {0x1AF, "U"},     {0x1B0, "u"},     {0x1B3, "Y"},    {0x1B4, "y"},     {0x1C4, "DZ"},   {0x1C5, "Dz"},
    {0x1C6, "dz"},    {0x1C7, "LJ"},    {0x1C8, "Lj"},   {0x1C9, "lj"},    {0x1CA, "NJ"},   {0x1CB, "Nj"},
    {0x1CC, "nj"},    {0x1CD, "A"},     {0x1CE, "a"},    {0x1CF, "I"},     {0x1D0, "i"},    {0x1D1, "O"},
    {0x1D2, "o"},     {0x1D3, "U"},     {0x1D4, "u"},    {0x1D5, "U"},     {0x1D6, "u"},    {0x1D7, "U"},
    {0x1D8, "u"},     {0x1D9, "U"},     {0x1DA, "u"},    {0x1DB, "U"},     {0x1DC, "u"},    {0x1DE, "A"},
    {0x1DF, "a"},     {0x1E0, "A"},     {0x1E1, "a"},    {0x1E2, "AE"},    {0x1E3, "ae"},   {0x1E6, "G"},
    {0x1E7, "g"},     {0x1E8, "K"},     {0x1E9, "k"},    {0x1EA, "O"},     {0x1EB, "o"},    {0x1EC, "O"},
    {0x1ED, "o"},     {0x1F0, "j"},     {0x1F1, "DZ"},   {0x1F2, "Dz"},    {0x1F3, "dz"},   {0x1F4, "G"},
    {0x1F5, "g"},     {0x1F8, "N"},     {0x1F9, "n"},    {0x1FA, "A"},     {0x1FB, "a"},    {0x1FC, "AE"},
    {0x1FD, "ae"},    {0x1FE, "O"},     {0x1FF, "o"},    {0x200, "A"},     {0x201, "a"},    {0x202, "A"},
    {0x203, "a"},     {0x204, "E"},     {0x205, "e"},    {0x206, "E"},     {0x207, "e"},    {0x208, "I"},
    {0x209, "i"},     {0x20A, "I"},     {0x20B, "i"},    {0x20C, "O"},     {0x20D, "o"},    {0x20E, "O"},
    {0x20F, "o"},     {0x210, "R"},     {0x211, "r"},    {0x212, "R"},     {0x213, "r"},    {0x214, "U"},
    {0x215, "u"},     {0x216, "U"},     {0x217, "u"},    {0x218, "S"},     {0x219, "s"},    {0x21A, "T"},
    {0x21B, "t"},     {0x21E, "H"},     {0x21F, "h"},    {0x226, "A"},     {0x227, "a"},    {0x228, "E"},
    {0x229, "e"},     {0x22A, "O"},     {0x22B, "o"},    {0x22C, "O"},     {0x22D, "o"},    {0x22E, "O"},
    {0x22F, "o"},     {0x230, "O"},     {0x231, "o"},    {0x232, "Y"},     {0x233, "y"},    {0x237, "j"},
    {0x253, "b"},     {0x254, "o"},     {0x257, "d"},    {0x259, "e"},     {0x25B, "e"},    {0x2BB, "'"},
    {0x2BC, "'"},     {0x37E, ";"},     {0x386, "A"},    {0x387, "."},     {0x388, "E"},    {0x389, "I"},
    {0x38A, "I"},     {0x38C, "O"},     {0x38E, "Y"},    {0x38F, "O"},     {0x390, "i"},    {0x391, "A"},
    {0x392, "V"},     {0x393, "G"},     {0x394, "D"},    {0x395, "E"},     {0x396, "Z"},    {0x397, "I"},
    {0x398, "Th"},    {0x399, "I"},     {0x39A, "K"},    {0x39B, "L"},     {0x39C, "M"},    {0x39D, "N"},
    {0x39E, "X"},     {0x39F, "O"},     {0x3A0, "P"},    {0x3A1, "R"},     {0x3A3, "S"},    {0x3A4, "T"},
    {0x3A5, "Y"},     {0x3A6, "F"},     {0x3A7, "Ch"},   {0x3A8, "Ps"},    {0x3A9, "O"},    {0x3AA, "I"},
    {0x3AB, "Y"},     {0x3AC, "a"},     {0x3AD, "e"},    {0x3AE, "i"},     {0x3AF, "i"},    {0x3B0, "y"},
    {0x3B1, "a"},     {0x3B2, "v"},     {0x3B3, "g"},    {0x3B4, "d"},     {0x3B5, "e"},    {0x3B6, "z"},
    {0x3B7, "i"},     {0x3B8, "th"},    {0x3B9, "i"},    {0x3BA, "k"},     {0x3BB, "l"},    {0x3BC, "m"},
    {0x3BD, "n"},     {0x3BE, "x"},     {0x3BF, "o"},    {0x3C0, "p"},     {0x3C1, "r"},    {0x3C2, "s"},
    {0x3C3, "s"},     {0x3C4, "t"},     {0x3C5, "y"},    {0x3C6, "f"},     {0x3C7, "ch"},   {0x3C8, "ps"},
    {0x3C9, "o"},     {0x3CA, "i"},     {0x3CB, "y"},    {0x3CC, "o"},     {0x3CD, "y"},    {0x3CE, "o"},
    {0x3D0, "v"},     {0x3D1, "th"},    {0x3D2, "Y"},    {0x3D3, "Y"},     {0x3D4, "Y"},    {0x3D5, "f"},
    {0x3D6, "p"},     {0x3F0, "k"},     {0x3F1, "r"},    {0x3F2, "s"},     {0x3F4, "Th"},   {0x3F5, "e"},
    {0x3F9, "S"},     {0x400, "E"},     {0x401, "E"},    {0x402, "Dj"},    {0x403, "G"},    {0x404, "Ie"},
    {0x405, "Dz"},    {0x406, "I"},     {0x407, "I"},    {0x408, "J"},     {0x409, "Lj"},   {0x40A, "Nj"},
    {0x40B, "C"},     {0x40C, "K"},     {0x40D, "I"},    {0x40E, "U"},     {0x40F, "Dz"},   {0x410, "A"},
    {0x411, "B"},     {0x412, "V"},     {0x413, "G"},    {0x414, "D"},     {0x415, "E"},    {0x416, "Zh"},
    {0x417, "Z"},     {0x418, "I"},     {0x419, "I"},    {0x41A, "K"},     {0x41B, "L"},    {0x41C, "M"},
    {0x41D, "N"},     {0x41E, "O"},     {0x41F, "P"},    {0x420, "R"},     {0x421, "S"},    {0x422, "T"},
    {0x423, "U"},     {0x424, "F"},     {0x425, "Kh"},   {0x426, "Ts"},    {0x427, "Ch"},   {0x428, "Sh"},
    {0x429, "Shch"},  {0x42A, "Ie"},    {0x42B, "Y"},    {0x42C, ""},      {0x42D, "E"},    {0x42E, "Iu"},
    {0x42F, "Ia"},    {0x430, "a"},     {0x431, "b"},    {0x432, "v"},     {0x433, "g"},    {0x434, "d"},
    {0x435, "e"},     {0x436, "zh"},    {0x437, "z"},    {0x438, "i"},     {0x439, "i"},    {0x43A, "k"},
    {0x43B, "l"},     {0x43C, "m"},     {0x43D, "n"},    {0x43E, "o"},     {0x43F, "p"},    {0x440, "r"},
    {0x441, "s"},     {0x442, "t"},     {0x443, "u"},    {0x444, "f"},     {0x445, "kh"},   {0x446, "ts"},
    {0x447, "ch"},    {0x448, "sh"},    {0x449, "shch"}, {0x44A, "ie"},    {0x44B, "y"},    {0x44C, ""},
    {0x44D, "e"},     {0x44E, "iu"},    {0x44F, "ia"},   {0x450, "e"},     {0x451, "e"},    {0x452, "dj"},
    {0x453, "g"},     {0x454, "ie"},    {0x455, "dz"},   {0x456, "i"},     {0x457, "i"},    {0x458, "j"},
    {0x459, "lj"},    {0x45A, "nj"},    {0x45B, "c"},    {0x45C, "k"},     {0x45D, "i"},    {0x45E, "u"},
    {0x45F, "dz"},    {0x490, "G"},     {0x491, "g"},    {0x4C1, "Zh"},    {0x4C2, "zh"},   {0x4D0, "A"},
    {0x4D1, "a"},     {0x4D2, "A"},     {0x4D3, "a"},    {0x4D6, "E"},     {0x4D7, "e"},    {0x4DC, "Zh"},
    {0x4DD, "zh"},    {0x4DE, "Z"},     {0x4DF, "z"},    {0x4E2, "I"},     {0x4E3, "i"},    {0x4E4, "I"},
    {0x4E5, "i"},     {0x4E6, "O"},     {0x4E7, "o"},    {0x4EC, "E"},     {0x4ED, "e"},    {0x4EE, "U"},
    {0x4EF, "u"},     {0x4F0, "U"},     {0x4F1, "u"},    {0x4F2, "U"},     {0x4F3, "u"},    {0x4F4, "Ch"},
    {0x4F5, "ch"},    {0x4F8, "Y"},     {0x4F9, "y"},    {0x1E00, "A"},    {0x1E01, "a"},   {0x1E02, "B"},
    {0x1E03, "b"},    {0x1E04, "B"},    {0x1E05, "b"},   {0x1E06, "B"},    {0x1E07, "b"},   {0x1E08, "C"},
    {0x1E09, "c"},    {0x1E0A, "D"},    {0x1E0B, "d"},   {0x1E0C, "D"},    {0x1E0D, "d"},   {0x1E0E, "D"},
    {0x1E0F, "d"},    {0x1E10, "D"},    {0x1E11, "d"},   {0x1E12, "D"},    {0x1E13, "d"},   {0x1E14, "E"},
    {0x1E15, "e"},    {0x1E16, "E"},    {0x1E17, "e"},   {0x1E18, "E"},    {0x1E19, "e"},   {0x1E1A, "E"},
    {0x1E1B, "e"},    {0x1E1C, "E"},    {0x1E1D, "e"},   {0x1E1E, "F"},    {0x1E1F, "f"},   {0x1E20, "G"},
    {0x1E21, "g"},    {0x1E22, "H"},    {0x1E23, "h"},   {0x1E24, "H"},    {0x1E25, "h"},   {0x1E26, "H"},
    {0x1E27, "h"},    {0x1E28, "H"},    {0x1E29, "h"},   {0x1E2A, "H"},    {0x1E2B, "h"},   {0x1E2C, "I"},
    {0x1E2D, "i"},    {0x1E2E, "I"},    {0x1E2F, "i"},   {0x1E30, "K"},    {0x1E31, "k"},   {0x1E32, "K"},
    {0x1E33, "k"},    {0x1E34, "K"},    {0x1E35, "k"},   {0x1E36, "L"},    {0x1E37, "l"},   {0x1E38, "L"},
    {0x1E39, "l"},    {0x1E3A, "L"},    {0x1E3B, "l"},   {0x1E3C, "L"},    {0x1E3D, "l"},   {0x1E3E, "M"},
    {0x1E3F, "m"},    {0x1E40, "M"},    {0x1E41, "m"},   {0x1E42, "M"},    {0x1E43, "m"},   {0x1E44, "N"},
    {0x1E45, "n"},    {0x1E46, "N"},    {0x1E47, "n"},   {0x1E48, "N"},    {0x1E49, "n"},   {0x1E4A, "N"},
    {0x1E4B, "n"},    {0x1E4C, "O"},    {0x1E4D, "o"},   {0x1E4E, "O"},    {0x1E4F, "o"},   {0x1E50, "O"},
    {0x1E51, "o"},    {0x1E52, "O"},    {0x1E53, "o"},   {0x1E54, "P"},    {0x1E55, "p"},   {0x1E56, "P"},
    {0x1E57, "p"},    {0x1E58, "R"},    {0x1E59, "r"},   {0x1E5A, "R"},    {0x1E5B, "r"},   {0x1E5C, "R"},
    {0x1E5D, "r"},    {0x1E5E, "R"},    {0x1E5F, "r"},   {0x1E60, "S"},    {0x1E61, "s"},   {0x1E62, "S"},
    {0x1E63, "s"},    {0x1E64, "S"},    {0x1E65, "s"},   {0x1E66, "S"},    {0x1E67, "s"},   {0x1E68, "S"},
    {0x1E69, "s"},    {0x1E6A, "T"},    {0x1E6B, "t"},   {0x1E6C, "T"},    {0x1E6D, "t"},   {0x1E6E, "T"},
    {0x1E6F, "t"},    {0x1E70, "T"},    {0x1E71, "t"},   {0x1E72, "U"},    {0x1E73, "u"},   {0x1E74, "U"},
    {0x1E75, "u"},    {0x1E76, "U"},    {0x1E77, "u"},   {0x1E78, "U"},    {0x1E79, "u"},   {0x1E7A, "U"},
    {0x1E7B, "u"},    {0x1E7C, "V"},    {0x1E7D, "v"},   {0x1E7E, "V"},    {0x1E7F, "v"},   {0x1E80, "W"},
    {0x1E81, "w"},    {0x1E82, "W"},    {0x1E83, "w"},   {0x1E84, "W"},    {0x1E85, "w"},   {0x1E86, "W"},
    {0x1E87, "w"},    {0x1E88, "W"},    {0x1E89, "w"},   {0x1E8A, "X"},    {0x1E8B, "x"},   {0x1E8C, "X"},
    {0x1E8D, "x"},    {0x1E8E, "Y"},    {0x1E8F, "y"},   {0x1E90, "Z"},    {0x1E91, "z"},   {0x1E92, "Z"},
    {0x1E93, "z"},    {0x1E94, "Z"},    {0x1E95, "z"},   {0x1E96, "h"},    {0x1E97, "t"},   {0x1E98, "w"},
    {0x1E99, "y"},    {0x1E9B, "s"},    {0x1E9E, "SS"},  {0x1EA0, "A"},    {0x1EA1, "a"},   {0x1EA2, "A"},
    {0x1EA3, "a"},    {0x1EA4, "A"},    {0x1EA5, "a"},   {0x1EA6, "A"},    {0x1EA7, "a"},   {0x1EA8, "A"},
    {0x1EA9, "a"},    {0x1EAA, "A"},    {0x1EAB, "a"},   {0x1EAC, "A"},    {0x1EAD, "a"},   {0x1EAE, "A"},
    {0x1EAF, "a"},    {0x1EB0, "A"},    {0x1EB1, "a"},   {0x1EB2, "A"},    {0x1EB3, "a"},   {0x1EB4, "A"},
    {0x1EB5, "a"},    {0x1EB6, "A"},    {0x1EB7, "a"},   {0x1EB8, "E"},    {0x1EB9, "e"},   {0x1EBA, "E"},
    {0x1EBB, "e"},    {0x1EBC, "E"},    {0x1EBD, "e"},   {0x1EBE, "E"},    {0x1EBF, "e"},   {0x1EC0, "E"},
    {0x1EC1, "e"},    {0x1EC2, "E"},    {0x1EC3, "e"},   {0x1EC4, "E"},    {0x1EC5, "e"},   {0x1EC6, "E"},
    {0x1EC7, "e"},    {0x1EC8, "I"},    {0x1EC9, "i"},   {0x1ECA, "I"},    {0x1ECB, "i"},   {0x1ECC, "O"},
    {0x1ECD, "o"},    {0x1ECE, "O"},    {0x1ECF, "o"},   {0x1ED0, "O"},    {0x1ED1, "o"},   {0x1ED2, "O"},
    {0x1ED3, "o"},    {0x1ED4, "O"},    {0x1ED5, "o"},   {0x1ED6, "O"},    {0x1ED7, "o"},   {0x1ED8, "O"},
    {0x1ED9, "o"},    {0x1EDA, "O"},    {0x1EDB, "o"},   {0x1EDC, "O"},    {0x1EDD, "o"},   {0x1EDE, "O"},
    {0x1EDF, "o"},    {0x1EE0, "O"},    {0x1EE1, "o"},   {0x1EE2, "O"},    {0x1EE3, "o"},   {0x1EE4, "U"},
    {0x1EE5, "u"},    {0x1EE6, "U"},    {0x1EE7, "u"},   {0x1EE8, "U"},    {0x1EE9, "u"},   {0x1EEA, "U"},
    {0x1EEB, "u"},    {0x1EEC, "U"},    {0x1EED, "u"},   {0x1EEE, "U"},    {0x1EEF, "u"},   {0x1EF0, "U"},
    {0x1EF1, "u"},    {0x1EF2, "Y"},    {0x1EF3, "y"},   {0x1EF4, "Y"},    {0x1EF5, "y"},   {0x1EF6, "Y"},
    {0x1EF7, "y"},    {0x1EF8, "Y"},    {0x1EF9, "y"},   {0x1F00, "a"},    {0x1F01, "a"},   {0x1F02, "a"},
    {0x1F03, "a"},    {0x1F04, "a"},    {0x1F05, "a"},   {0x1F06, "a"},    {0x1F07, "a"},   {0x1F08, "A"},
    {0x1F09, "A"},    {0x1F0A, "A"},    {0x1F0B, "A"},   {0x1F0C, "A"},    {0x1F0D, "A"},   {0x1F0E, "A"},
    {0x1F0F, "A"},    {0x1F10, "e"},    {0x1F11, "e"},   {0x1F12, "e"},    {0x1F13, "e"},   {0x1F14, "e"},
    {0x1F15, "e"},    {0x1F18, "E"},    {0x1F19, "E"},   {0x1F1A, "E"},    {0x1F1B, "E"},   {0x1F1C, "E"},
    {0x1F1D, "E"},    {0x1F20, "i"},    {0x1F21, "i"},   {0x1F22, "i"},    {0x1F23, "i"},   {0x1F24, "i"},
    {0x1F25, "i"},    {0x1F26, "i"},    {0x1F27, "i"},   {0x1F28, "I"},    {0x1F29, "I"},   {0x1F2A, "I"},
    {0x1F2B, "I"},    {0x1F2C, "I"},    {0x1F2D, "I"},   {0x1F2E, "I"},    {0x1F2F, "I"},   {0x1F30, "i"},
    {0x1F31, "i"},    {0x1F32, "i"},    {0x1F33, "i"},   {0x1F34, "i"},    {0x1F35, "i"},   {0x1F36, "i"},
    {0x1F37, "i"},    {0x1F38, "I"},    {0x1F39, "I"},   {0x1F3A, "I"},    {0x1F3B, "I"},   {0x1F3C, "I"},
    {0x1F3D, "I"},    {0x1F3E, "I"},    {0x1F3F, "I"},   {0x1F40, "o"},    {0x1F41, "o"},   {0x1F42, "o"},
    {0x1F43, "o"},    {0x1F44, "o"},    {0x1F45, "o"},   {0x1F48, "O"},    {0x1F49, "O"},   {0x1F4A, "O"},
    {0x1F4B, "O"},    {0x1F4C, "O"},    {0x1F4D, "O"},   {0x1F50, "y"},    {0x1F51, "y"},   {0x1F52, "y"},
    {0x1F53, "y"},    {0x1F54, "y"},    {0x1F55, "y"},   {0x1F56, "y"},    {0x1F57, "y"},   {0x1F59, "Y"},
    {0x1F5B, "Y"},    {0x1F5D, "Y"},    {0x1F5F, "Y"},   {0x1F60, "o"},    {0x1F61, "o"},   {0x1F62, "o"},
    {0x1F63, "o"},    {0x1F64, "o"},    {0x1F65, "o"},   {0x1F66, "o"},    {0x1F67, "o"},   {0x1F68, "O"},
    {0x1F69, "O"},    {0x1F6A, "O"},    {0x1F6B, "O"},   {0x1F6C, "O"},    {0x1F6D, "O"},   {0x1F6E, "O"},
    {0x1F6F, "O"},    {0x1F70, "a"},    {0x1F71, "a"},   {0x1F72, "e"},    {0x1F73, "e"},   {0x1F74, "i"},
    {0x1F75, "i"},    {0x1F76, "i"},    {0x1F77, "i"},   {0x1F78, "o"},    {0x1F79, "o"},   {0x1F7A, "y"},
    {0x1F7B, "y"},    {0x1F7C, "o"},    {0x1F7D, "o"},   {0x1F80, "a"},    {0x1F81, "a"},   {0x1F82, "a"},
    {0x1F83, "a"},    {0x1F84, "a"},    {0x1F85, "a"},   {0x1F86, "a"},    {0x1F87, "a"},   {0x1F88, "A"},
    {0x1F89, "A"},    {0x1F8A, "A"},    {0x1F8B, "A"},   {0x1F8C, "A"},    {0x1F8D, "A"},   {0x1F8E, "A"},
    {0x1F8F, "A"},    {0x1F90, "i"},    {0x1F91, "i"},   {0x1F92, "i"},    {0x1F93, "i"},   {0x1F94, "i"},
    {0x1F95, "i"},    {0x1F96, "i"},    {0x1F97, "i"},   {0x1F98, "I"},    {0x1F99, "I"},   {0x1F9A, "I"},
    {0x1F9B, "I"},    {0x1F9C, "I"},    {0x1F9D, "I"},   {0x1F9E, "I"},    {0x1F9F, "I"},   {0x1FA0, "o"},
    {0x1FA1, "o"},    {0x1FA2, "o"},    {0x1FA3, "o"},   {0x1FA4, "o"},    {0x1FA5, "o"},   {0x1FA6, "o"},
    {0x1FA7, "o"},    {0x1FA8, "O"},    {0x1FA9, "O"},   {0x1FAA, "O"},    {0x1FAB, "O"},   {0x1FAC, "O"},
    {0x1FAD, "O"},    {0x1FAE, "O"},    {0x1FAF, "O"},   {0x1FB0, "a"},    {0x1FB1, "a"},   {0x1FB2, "a"},
    {0x1FB3, "a"},    {0x1FB4, "a"},    {0x1FB6, "a"},   {0x1FB7, "a"},    {0x1FB8, "A"},   {0x1FB9, "A"},
    {0x1FBA, "A"},    {0x1FBB, "A"},    {0x1FBC, "A"},   {0x1FBE, "i"},    {0x1FC2, "i"},   {0x1FC3, "i"},
    {0x1FC4, "i"},    {0x1FC6, "i"},    {0x1FC7, "i"},   {0x1FC8, "E"},    {0x1FC9, "E"},   {0x1FCA, "I"},
    {0x1FCB, "I"},    {0x1FCC, "I"},    {0x1FD0, "i"},   {0x1FD1, "i"},    {0x1FD2, "i"},   {0x1FD3, "i"},
    {0x1FD6, "i"},    {0x1FD7, "i"},    {0x1FD8, "I"},   {0x1FD9, "I"},    {0x1FDA, "I"},   {0x1FDB, "I"},
    {0x1FE0, "y"},    {0x1FE1, "y"},    {0x1FE2, "y"},   {0x1FE3, "y"},    {0x1FE4, "r"},   {0x1FE5, "r"},
    {0x1FE6, "y"},    {0x1FE7, "y"},    {0x1FE8, "Y"},   {0x1FE9, "Y"},    {0x1FEA, "Y"},   {0x1FEB, "Y"},
    {0x1FEC, "R"},    {0x1FEF, "`"},    {0x1FF2, "o"},   {0x1FF3, "o"},    {0x1FF4, "o"},   {0x1FF6, "o"},
    {0x1FF7, "o"},    {0x1FF8, "O"},    {0x1FF9, "O"},   {0x1FFA, "O"},    {0x1FFB, "O"},   {0x1FFC, "O"},
    {0x2000, " "},    {0x2001, " "},    {0x2002, " "},   {0x2003, " "},    {0x2004, " "},   {0x2005, " "},
    {0x2006, " "},    {0x2007, " "},    {0x2008, " "},   {0x2009, " "},    {0x200A, " "},   {0x2010, "-"},
    {0x2011, "-"},    {0x2012, "-"},    {0x2013, "-"},   {0x2014, "-"},    {0x2015, "-"},   {0x2018, "'"},
    {0x2019, "'"},    {0x201A, "'"},    {0x201B, "'"},   {0x201C, "\""},   {0x201D, "\""},  {0x201E, "\""},
    {0x201F, "\""},   {0x2022, "*"},    {0x2024, "."},   {0x2025, ".."},   {0x2026, "..."}, {0x2028, " "},
    {0x2029, " "},    {0x202F, " "},    {0x2032, "'"},   {0x2033, "\""},   {0x2034, "'''"}, {0x2039, "'"},
    {0x203A, "'"},    {0x203C, "!!"},   {0x2044, "/"},   {0x2047, "??"},   {0x2048, "?!"},  {0x2049, "!?"},
    {0x2057, "''''"}, {0x205F, " "},    {0x2070, "0"},   {0x2071, "i"},    {0x2074, "4"},   {0x2075, "5"},
    {0x2076, "6"},    {0x2077, "7"},    {0x2078, "8"},   {0x2079, "9"},    {0x207A, "+"},   {0x207B, "-"},
    {0x207C, "="},    {0x207D, "("},    {0x207E, ")"},   {0x207F, "n"},    {0x2080, "0"},   {0x2081, "1"},
    {0x2082, "2"},    {0x2083, "3"},    {0x2084, "4"},   {0x2085, "5"},    {0x2086, "6"},   {0x2087, "7"},
    {0x2088, "8"},    {0x2089, "9"},    {0x208A, "+"},   {0x208B, "-"},    {0x208C, "="},   {0x208D, "("},
    {0x208E, ")"},    {0x2090, "a"},    {0x2091, "e"},   {0x2092, "o"},    {0x2093, "x"},   {0x2094, "e"},
    {0x2095, "h"},    {0x2096, "k"},    {0x2097, "l"},   {0x2098, "m"},    {0x2099, "n"},   {0x209A, "p"},
    {0x209B, "s"},    {0x209C, "t"},    {0x20AC, "EUR"}, {0x2100, "a/c"},  {0x2101, "a/s"}, {0x2102, "C"},
    {0x2105, "c/o"},  {0x2106, "c/u"},  {0x2107, "E"},   {0x210A, "g"},    {0x210B, "H"},   {0x210C, "H"},
    {0x210D, "H"},    {0x210E, "h"},    {0x210F, "h"},   {0x2110, "I"},    {0x2111, "I"},   {0x2112, "L"},
    {0x2113, "l"},    {0x2115, "N"},    {0x2116, "No"},  {0x2119, "P"},    {0x211A, "Q"},   {0x211B, "R"},
    {0x211C, "R"},    {0x211D, "R"},    {0x2120, "SM"},  {0x2121, "TEL"},  {0x2122, "TM"},  {0x2124, "Z"},
    {0x2126, "O"},    {0x2128, "Z"},    {0x212A, "K"},   {0x212B, "A"},    {0x212C, "B"},   {0x212D, "C"},
    {0x212F, "e"},    {0x2130, "E"},    {0x2131, "F"},   {0x2133, "M"},    {0x2134, "o"},   {0x2139, "i"},
    {0x213B, "FAX"},  {0x213C, "p"},    {0x213D, "g"},   {0x213E, "G"},    {0x213F, "P"},   {0x2145, "D"},
    {0x2146, "d"},    {0x2147, "e"},    {0x2148, "i"},   {0x2149, "j"},    {0x2150, "1/7"}, {0x2151, "1/9"},
    {0x2152, "1/10"}, {0x2153, "1/3"},  {0x2154, "2/3"}, {0x2155, "1/5"},  {0x2156, "2/5"}, {0x2157, "3/5"},
    {0x2158, "4/5"},  {0x2159, "1/6"},  {0x215A, "5/6"}, {0x215B, "1/8"},  {0x215C, "3/8"}, {0x215D, "5/8"},
    {0x215E, "7/8"},  {0x215F, "1/"},   {0x2160, "I"},   {0x2161, "II"},   {0x2162, "III"}, {0x2163, "IV"},
    {0x2164, "V"},    {0x2165, "VI"},   {0x2166, "VII"}, {0x2167, "VIII"}, {0x2168, "IX"},  {0x2169, "X"},
    {0x216A, "XI"},   {0x216B, "XII"},  {0x216C, "L"},   {0x216D, "C"},    {0x216E, "D"},   {0x216F, "M"},
    {0x2170, "i"},    {0x2171, "ii"},   {0x2172, "iii"}, {0x2173, "iv"},   {0x2174, "v"},   {0x2175, "vi"},
    {0x2176, "vii"},  {0x2177, "viii"}, {0x2178, "ix"},  {0x2179, "x"},    {0x217A, "xi"},  {0x217B, "xii"},
    {0x217C, "l"},    {0x217D, "c"},    {0x217E, "d"},   {0x217F, "m"},    {0x2189, "0/3"}, {0x2212, "-"},
    {0x3000, " "},    {0xFB00, "ff"},   {0xFB01, "fi"},  {0xFB02, "fl"},   {0xFB03, "ffi"}, {0xFB04, "ffl"},
    {0xFB05, "st"},   {0xFB06, "st"},
};

std::string_view german(std::uint32_t code) {
  switch (code) {
    case 0xC4:
      return "Ae";
    case 0xD6:
      return "Oe";
    case 0xDC:
      return "Ue";
    case 0xE4:
      return "ae";
    case 0xF6:
      return "oe";
    case 0xFC:
      return "ue";
    default:
      return {};
  }
}

std::string_view replacement(std::uint32_t code, Transliteration rules) {
  if (rules == Transliteration::german) {
    if (const std::string_view special = german(code); !special.empty()) return special;
  }
  const auto found = std::lower_bound(std::begin(kReplacements), std::end(kReplacements), code,
                                      [](const Replacement& entry, std::uint32_t value) { return entry.from < value; });
  if (found == std::end(kReplacements) || found->from != code) return {};
  return found->to;
}

/// Calls `put(text)` with the ASCII form of each character.
template <class Put>
void for_each_ascii(std::string_view text, Transliteration rules, Put put) {
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.code < 0x80) {
      put(text.substr(0, 1));
    } else if (character.code >= 0xFF01 && character.code <= 0xFF5E) {  // full-width forms of ASCII
      const char narrow = static_cast<char>(character.code - 0xFEE0);
      put(std::string_view(&narrow, 1));
    } else if (character.code != kNoCharacter) {
      put(replacement(character.code, rules));
    }
    text.remove_prefix(character.bytes);
  }
}

}  // namespace

Transliteration transliteration_of(std::string_view locale) {
  return locale == "de" || locale.starts_with("de_") ? Transliteration::german : Transliteration::plain;
}

void append_ascii(std::string_view text, Transliteration rules, TextOut& out) {
  for_each_ascii(text, rules, [&out](std::string_view part) { out.append(part); });
}

void append_slug(std::string_view text, Transliteration rules, TextOut& out) {
  bool any = false;
  bool gap = false;
  for_each_ascii(text, rules, [&](std::string_view part) {
    for (char c : part) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        gap = true;
        continue;
      }
      if (gap && any) out.append('-');
      out.append(c);
      any = true;
      gap = false;
    }
  });
}

}  // namespace synthgen::expression
