# Evidence of channels: cards for people (crates/trace/src/evidence). Counts come as a number for the plural form ($n) and as
# it is shown ($n-shown). Values come already made safe for the format. No angle bracket, ampersand or double quote here.

closing = This is a reason to look. It concludes nothing about any person.
title = Channels found, with their evidence
language-name = English
other-language = العربية

# What was found, what that means, and how it can be innocent.
typology-channel = Channel
typology-channel-what = Money, goods or control can be followed step by step from the first party to the last, in the order of time.
typology-channel-innocent = Payments that follow each other need not belong together: a shop pays its supplier with what its customers paid.
typology-chain = Chain to a listed party
typology-chain-what = Movements that follow each other in time end at, or begin at, a listed party.
typology-chain-innocent = Each further step weakens what a chain says; busy accounts connect many who do not know each other.
typology-cycle = Money that comes back
typology-cycle-what = Money leaves a party and comes back to it through others, in the order of time.
typology-cycle-innocent = Refunds, loans paid back, salaries spent at the employer's shop and accounts of one owner make cycles too.
typology-fan-in = Many pay one
typology-fan-in-what = Within one window of time many parties pay one.
typology-fan-in-innocent = Shops, landlords, charities and tax offices are paid by many.
typology-fan-out = One pays many
typology-fan-out-what = Within one window of time one party pays many.
typology-fan-out-innocent = Wages, pensions, refunds and aid are paid to many at once.
typology-gather-scatter = Gathered, then spread
typology-gather-scatter-what = One party receives from many and afterwards pays many.
typology-gather-scatter-innocent = Traders, cooperatives and payment firms live by collecting and paying out.
typology-scatter-gather = Spread, then gathered
typology-scatter-gather-what = Money leaves one party through several others and meets again at one, in the order of time.
typology-scatter-gather-innocent = Families and groups of companies share suppliers and banks.
typology-bipartite = Every one pays every one
typology-bipartite-what = A group of parties pays another group, nearly each member each.
typology-bipartite-innocent = Branches of one firm pay the same suppliers.
typology-stack = In layers
typology-stack-what = Money passes through layers of parties, one after the other.
typology-stack-innocent = Supply chains are layers: retailer, wholesaler, importer, maker.
typology-pass-through = Passed on at once
typology-pass-through-what = Nearly all that a party receives leaves it again within a short time.
typology-pass-through-innocent = Trustees, notaries, agents and people who are paid and pay their rent do so.
typology-structuring = Just below a threshold
typology-structuring-what = Amounts below a reporting threshold add up to more than it within one window of time.
typology-structuring-innocent = Day limits of cash machines and cards, and instalments, make such amounts as well.
typology-hidden-owner = One owner behind many payers
typology-hidden-owner-what = Payers that look unconnected have the same owner.
typology-hidden-owner-innocent = Holdings and franchises own many firms openly.
typology-campaign = Donation campaign
typology-campaign-what = Many small gifts from several countries reach few accounts and leave them in cash or virtual assets.
typology-campaign-innocent = Honest relief is collected in the same way, above all after a disaster.
typology-trade-leg = Goods against payment
typology-trade-leg-what = Goods and the payment for them do not fit together in amount, time or party.
typology-trade-leg-innocent = Part deliveries, discounts, freight and payment on account make them differ.
typology-awakened = Awakened account
typology-awakened-what = An account that was silent for long moves much within a short time.
typology-awakened-innocent = Houses are sold, inheritances paid out, seasons begin.
typology-owned = Owned or controlled
typology-owned-what = Listed parties hold this party, directly or through others, by the rule that is named.
typology-owned-innocent = Shares change hands; the registers may be old, and a share alone is not control everywhere.
typology-flow = Most that can flow
typology-flow-what = As much as the movements, in the order of time, can carry from the first parties to the last.
typology-flow-innocent = What could have flowed need not have flowed.
typology-taint = Traces of money
typology-taint-what = How much of what this party received or holds comes from the parties asked about, by three rules.
typology-taint-innocent = Money mixes: most of those whom a trace reaches never dealt with its source.
typology-other = Finding
typology-other-what = The movements below belong together by the pattern that was searched for.
typology-other-innocent = Ordinary business can look the same.

# Headlines.
head-path = { $source } to { $target }
head-back = { $source } and back
head-hub = { $hub }
head-many = { $source } and others to { $target }

# Labels.
label-amount = Amount
label-period = Period
label-steps = Steps
label-parties = Parties
label-listed = Listed
label-contents = Findings
label-flow = Flow of amounts
label-graph = Picture
label-timeline = In time
label-hops = Step by step
label-hop = Step
label-when = When
label-what = What
label-from = From
label-to = To
label-id = Id
label-kind = Kind
label-word = On whose word
label-why = Why it stands out
label-facts = Also found
label-unsure = What is unsure
label-innocent = How it can be innocent
label-who = Who
label-source-of = Where this comes from
label-made = Made
label-program = Program
label-snapshot = Snapshot of the lists
label-policy = Policy
label-inputs = Files read
label-left-out = Rows left out
label-options = Options
label-hubs = Parties passed over as hubs
label-reference = Reference
label-other-names = Also known as
label-country = Country
label-part = Part
label-programme = Programme
label-measures = What the listing does
label-since = since
label-joined = How it was identified
label-currency = Currency
label-file = File
label-line = Line
label-dataset = Dataset
label-detail = Detail
label-share = Share
label-finding = Finding
label-typology = Pattern
label-entry = Entry
label-statement = Statement
label-seen = seen
label-until = until

# Parts and kinds.
part-source = source
part-hub = hub
part-middle = on the way
part-target = end
kind-payment = payment
kind-cash = cash
kind-crypto = virtual assets
kind-goods = goods
kind-ownership = ownership
kind-directorship = director
kind-membership = member
kind-employment = employee
kind-representation = representative
kind-family = family
kind-associate = associate
kind-unknown = link
kind-other = link
kind-same = the same party
kind-control = right of control
schema-Person = person
schema-Company = company
schema-Organization = organization
schema-PublicBody = public body
schema-LegalEntity = person or body
schema-Vessel = vessel
schema-Airplane = aircraft
schema-BankAccount = bank account
schema-CryptoWallet = wallet

listed-yes = on a list
listed-no = not found on the lists asked
listed-unasked = no list was asked
listed-on = Listed: { $datasets }
join-identifier = by an identifier
join-name = by name
join-name-score = by name, score { $score }
join-given = as the reader gave it

# Counts.
count-steps = { $n ->
    [one] one step
   *[other] { $n-shown } steps
}
count-parties = { $n ->
    [one] one party
   *[other] { $n-shown } parties
}
count-listed = { $n ->
    [0] none listed
    [one] one listed
   *[other] { $n-shown } listed
}
count-movements = { $n ->
    [one] one movement
   *[other] { $n-shown } movements
}
count-findings = { $n ->
    [one] one finding
   *[other] { $n-shown } findings
}
count-rows = { $n ->
    [one] one row
   *[other] { $n-shown } rows
}
count-days = { $n ->
    [one] one day
   *[other] { $n-shown } days
}
count-hours = { $n ->
    [one] one hour
   *[other] { $n-shown } hours
}
count-minutes = { $n ->
    [one] one minute
   *[other] { $n-shown } minutes
}
count-seconds = { $n ->
    [one] one second
   *[other] { $n-shown } seconds
}
rest-parties = { $n ->
    [one] one more party
   *[other] { $n-shown } more parties
}
rest-movements = { $n ->
    [one] One more movement is not shown here; it stands in the JSON and CSV forms of this evidence.
   *[other] { $n-shown } more movements are not shown here; they stand in the JSON and CSV forms of this evidence.
}
rest-pairs = { $n ->
    [one] One more pair of parties is not shown here; it stands in the JSON and CSV forms of this evidence.
   *[other] { $n-shown } more pairs of parties are not shown here; they stand in the JSON and CSV forms of this evidence.
}
rest-findings = { $n ->
    [one] One more finding is not shown here; it stands in the JSON form of this evidence.
   *[other] { $n-shown } more findings are not shown here; they stand in the JSON form of this evidence.
}
rest-people = { $n ->
    [one] One more party is not shown here; it stands in the JSON form of this evidence.
   *[other] { $n-shown } more parties are not shown here; they stand in the JSON form of this evidence.
}
grouped = { $n ->
    [one] One movement, grouped by who gave and who received, the largest first.
   *[other] { $n-shown } movements, grouped by who gave and who received, the largest first.
}
together = { $n ->
    [one] The picture shows one further party as one box with others.
   *[other] The picture shows { $n-shown } further parties together, a box a column.
}
tallest = The tallest bar: { $count } within { $time }.
one-scale = Widths compare within one currency only.
no-amounts = No amounts are known.
several-currencies = in several currencies
share-exact = { $share } %
share-between = { $least } to { $most } %
share-unknown = share unknown
row-of = { $file }, line { $line }
word-none = not recorded
said-by = { $dataset }, { $entity }
stands-from = since { $since }
stands-to = until { $until }
stands-both = { $since } to { $until }
again = { $party }, again
from-to = { $start } to { $end }

# What is unsure.
unsure-joined-by-name = { $party } was identified by name only; another may bear the name.
unsure-joined-by-name-score = { $party } was identified by name only, with a score of { $score }; another may bear the name.
unsure-share-unknown = How much of { $held } belongs to { $holder } is not known exactly.
unsure-dates-unknown = Since when { $holder } has been linked to { $held } is not known.
unsure-currencies = Amounts are in several currencies ({ $currencies }) and were not added up or compared.
unsure-no-currency = Some amounts came without a currency.
unsure-relaxed = { $n ->
    [one] One movement is earlier than the one before it, by { $time }, within the tolerance that was asked for.
   *[other] { $n-shown } movements are earlier than the one before them, by up to { $time }, within the tolerance that was asked for.
}
unsure-capped = The search was cut by a limit: the best were kept, there may be more.
unsure-nothing = Nothing beyond what the rows and statements themselves may have wrong.

# Facts by name.
fact-hub = Hub
fact-source = Source
fact-target = End
fact-middle = On the way
fact-threshold = Threshold
fact-width = Parties at the wide side
fact-hops = Steps
fact-preserved = Preserved along the way, in percent
fact-received = Received
fact-sent = Sent
fact-gathered = Gathered
fact-scattered = Spread
fact-silent = Silent before
fact-owner = Owner
fact-rule = Rule
fact-score = Score
fact-elapsed = From first to last
fact-countries = Countries
fact-goods = Value of goods
fact-paid = Paid
fact-silent-days = Days silent before
fact-payments = Payments
fact-direction = Direction
fact-seller = Seller
fact-buyer = Buyer
fact-trade = What does not fit
fact-term = Time to deliver or pay
fact-delivered = Value delivered
fact-days = Days
fact-counterparties = Other parties
fact-counterparties-before = Other parties in the time before
fact-givers = Givers
fact-gifts = Gifts
fact-onward = Went on as
fact-onward-amount = Went on
fact-layers = Layers
fact-parallel = Ways through the same parties
fact-middles = Parties in the middle
fact-payers = Payers
fact-receivers = Receivers
fact-pairs = Pairs of giver and receiver
fact-seconds = Time between
fact-elapsed-seconds = From first to last
fact-points-start = Points at the start
fact-points-hops = Points for steps
fact-points-kinds = Points for kinds of step
fact-points-links = Points for links
fact-points-amounts = Points for amounts
fact-points-time = Points for time
fact-points-crowds = Points for busy parties
fact-preserved-share = Preserved along the way
fact-cut-movements = Movements that carry it all
fact-cut-account = An account that carries it
fact-carries = It carries
fact-left-out-currency = Currency left out
fact-received-haircut = Received, by haircut
fact-received-fifo = Received, first in first out
fact-received-poison = Received, by poison
fact-held-haircut = Still held, by haircut
fact-held-fifo = Still held, first in first out
fact-held-poison = Still held, by poison
fact-rules = On the rules
fact-owned = Whom it concerns
fact-answer = Answer
fact-basis = By
fact-share-least = Share at least
fact-share-most = Share at most

# Words that facts carry.
word-from = outgoing
word-to = incoming
word-running = still running
word-over = over
word-goods-without-payment = goods without payment
word-payment-without-goods = payment without goods
word-paid-too-little = paid too little
word-paid-too-much = paid too much
word-not = not owned
word-possibly = possibly owned
word-owned = owned
word-listed = listed itself
word-stake = stake
word-control = control
word-sign = sign of control
word-cash = cash
word-crypto = virtual assets
word-ofac_50 = OFAC, 50 percent rule
word-eu = European Union
word-uk = United Kingdom
word-of-rules = Haircut, first in first out and poison are three conventions and give three answers; none of them says which money moved.

# The page.
page-skip = To the findings
page-help = Tab enters the picture; the arrow keys go from party to party; Enter shows what is known; Escape leaves; plus, minus and 0 change the size. The list under the picture says the same.
page-list = The same as a list
page-detail = Choose a party or a step in the picture.
page-larger = Larger
page-smaller = Smaller
page-whole = Whole
page-graph-of = Picture of { $finding }: { $parties }, { $steps }
page-timeline-of = The movements of { $finding } in time
page-flow-of = The amounts of { $finding } as bands
page-language = Language
page-print = Print
page-save = Save the data (JSON)
page-find = In the list
page-gives = gives to
page-takes = receives from
page-legend = Legend
