# Why two records may be, or may not be, the same party. One message a kind of evidence.
# Places: query = the user's value, candidate = the list's value.

name-same = The name is written exactly as on the list: “{ $candidate }”.
name-equal = The name “{ $query }” is the listed name “{ $candidate }” in another writing ({ $alignment }).
name-similar = The name “{ $query }” resembles the listed name “{ $candidate }” by { $similarity } % ({ $alignment }).
name-other-script = The name “{ $query }” reads like the listed name “{ $candidate }” in another script, by { $similarity } % ({ $alignment }).
name-rarity = What the two names share is seldom found in names.
weak-alias = The name “{ $query }” resembles “{ $candidate }” by { $similarity } %, which the list gives as a weak alias only: alone it is never a match.
form-hidden-characters = The name holds invisible characters; it was read without them.
form-homoglyphs = The name mixes look-alike letters of other alphabets; it was read through them.
form-letter-forms = The name is written in special letter forms; it was read as ordinary letters.
form-tatweel = The name is stretched with tatweel; it was read without it.
form-digits-as-letters = The name holds digits in the place of letters; it was read through them.
form-misread-letters = The name holds letters that were taken for others, such as l for I; it was read through them.
form-lost-characters = Characters of the name were lost before it came here.
birth-same-day = The birth date { $query } is the same.
birth-same-month = The birth dates agree to the month: { $query } and, on the list, { $candidate }.
birth-same-year = The birth dates agree to the year: { $query } and, on the list, { $candidate }.
birth-overlap = The birth date { $query } fits what the list gives: { $candidate }.
birth-swapped = Day and month of the birth date change places: { $query } and, on the list, { $candidate }. A small doubt.
birth-one-digit = One digit of the birth date differs: { $query } and, on the list, { $candidate }. A small doubt.
birth-other-day = The birth year is the same, the day is not: { $query } and, on the list, { $candidate }.
birth-near-year = The birth dates lie close: { $query } and, on the list, { $candidate }.
birth-contradicts = The birth dates contradict each other: { $query } and, on the list, { $candidate }.
country-same = Both are linked to the same country: { $query }.
country-differs = The countries differ: { $query } and, on the list, { $candidate }. People move, so this says little.
nationality-differs = The nationalities differ: { $query } and, on the list, { $candidate }.
gender-same = The stated gender is the same.
gender-differs = The stated gender differs: { $query } and, on the list, { $candidate }.
identifier-same = The same identifier ({ $kind }): { $candidate }.
identifier-other-kind = The same number, called differently on the two sides ({ $kind } on the list): { $candidate }.
identifier-differs = Identifiers that a thing has only once differ ({ $kind }): { $query } and, on the list, { $candidate }.
contact-same = The same telephone number or e-mail address: { $candidate }.
address-same = The addresses share words: “{ $query }” and, on the list, “{ $candidate }”.
removal-held = The publisher's list of { $since } no longer holds “{ $candidate }”. The entry keeps matching until a human accepts its removal.
name-removal-held = The publisher's list of { $since } no longer gives the name “{ $candidate }” for this entry. The name keeps matching until a human accepts its removal.
delisted = “{ $candidate }” was delisted: the publisher's list of { $since } no longer holds it. It is shown for information and is no match.
