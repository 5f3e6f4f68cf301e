# قرائن المسارات: بطاقات يقرؤها الإنسان (crates/trace/src/evidence). يأتي العدد رقما لاختيار الصيغة ($n) ونصا كما يعرض ($n-shown).
# تأتي القيم مؤمَّنة لصيغة الإخراج. لا تُكتب هنا أقواس زاوية ولا علامة العطف ولا علامة التنصيص المزدوجة.

closing = هذا سبب للتحقق لا غير، ولا يُستنتج منه شيء بحق أي شخص.
title = المسارات التي عُثر عليها، مع قرائنها
language-name = العربية
other-language = English

# ما الذي عُثر عليه، وما معناه، وكيف قد يكون سليما.
typology-channel = مسار
typology-channel-what = يمكن تتبع المال أو البضائع أو السيطرة خطوة بعد خطوة من الطرف الأول إلى الأخير بترتيب الزمن.
typology-channel-innocent = قد تتعاقب الدفعات من غير أن تكون بينها صلة: فالمتجر يدفع لمورّده مما دفعه زبائنه.
typology-chain = سلسلة تصل إلى طرف مدرج
typology-chain-what = حركات متعاقبة في الزمن تنتهي عند طرف مدرج أو تبدأ منه.
typology-chain-innocent = كل خطوة إضافية تُضعف دلالة السلسلة، والحسابات الكثيرة الحركة تصل بين كثيرين لا يعرف بعضهم بعضا.
typology-cycle = مال يعود إلى مصدره
typology-cycle-what = يخرج المال من طرف ويعود إليه عبر أطراف أخرى بترتيب الزمن.
typology-cycle-innocent = رد المبالغ وسداد القروض وإنفاق الراتب عند صاحب العمل وحسابات المالك الواحد تصنع دورات كذلك.
typology-fan-in = كثيرون يدفعون لواحد
typology-fan-in-what = تدفع أطراف كثيرة لطرف واحد ضمن مدة محددة.
typology-fan-in-innocent = المتاجر وأصحاب العقارات والجمعيات الخيرية ودوائر الضرائب يدفع لها كثيرون.
typology-fan-out = واحد يدفع لكثيرين
typology-fan-out-what = يدفع طرف واحد لأطراف كثيرة ضمن مدة محددة.
typology-fan-out-innocent = الرواتب والمعاشات والمبالغ المستردة والإعانات تُدفع لكثيرين دفعة واحدة.
typology-gather-scatter = جمع ثم توزيع
typology-gather-scatter-what = يتسلم طرف واحد من كثيرين ثم يدفع لكثيرين.
typology-gather-scatter-innocent = التجار والتعاونيات وشركات الدفع عملها أن تجمع وتصرف.
typology-scatter-gather = توزيع ثم جمع
typology-scatter-gather-what = يخرج المال من طرف واحد عبر أطراف عدة ثم يلتقي عند طرف واحد بترتيب الزمن.
typology-scatter-gather-innocent = الأسر ومجموعات الشركات تشترك في الموردين والمصارف.
typology-bipartite = مجموعة تدفع لمجموعة
typology-bipartite-what = تدفع مجموعة من الأطراف لمجموعة أخرى، كل واحد لكل واحد تقريبا.
typology-bipartite-innocent = فروع الشركة الواحدة تدفع للموردين أنفسهم.
typology-stack = طبقات متتالية
typology-stack-what = يمر المال عبر طبقات من الأطراف، واحدة بعد الأخرى.
typology-stack-innocent = سلاسل التوريد طبقات بطبيعتها: بائع فتاجر جملة فمستورد فصانع.
typology-pass-through = مرور عابر
typology-pass-through-what = يخرج معظم ما يتسلمه الطرف من عنده خلال مدة قصيرة.
typology-pass-through-innocent = كذلك يفعل الأمناء وكتّاب العدل والوكلاء، ومن يتسلم راتبه فيدفع إيجاره.
typology-structuring = مبالغ دون حد الإبلاغ
typology-structuring-what = مبالغ دون حد الإبلاغ يتجاوزه مجموعها ضمن مدة محددة.
typology-structuring-innocent = حدود السحب اليومي في الصرافات والبطاقات، والأقساط، تصنع مثل هذه المبالغ.
typology-hidden-owner = مالك واحد وراء دافعين عدة
typology-hidden-owner-what = دافعون لا تظهر بينهم صلة، ومالكهم واحد.
typology-hidden-owner-innocent = الشركات القابضة وأصحاب الامتياز يملكون شركات كثيرة علنا.
typology-campaign = حملة تبرعات
typology-campaign-what = هبات صغيرة كثيرة من بلدان عدة تصل إلى حسابات قليلة وتخرج منها نقدا أو أصولا افتراضية.
typology-campaign-innocent = الإغاثة النزيهة تُجمع بالطريقة نفسها، ولا سيما بعد الكوارث.
typology-trade-leg = بضاعة مقابل دفع
typology-trade-leg-what = البضاعة والدفع مقابلها لا يتوافقان في المبلغ أو الزمن أو الطرف.
typology-trade-leg-innocent = التسليم الجزئي والخصم وأجور الشحن والدفع على الحساب أسباب لاختلافهما.
typology-awakened = حساب عاد إلى الحركة
typology-awakened-what = حساب خامل منذ مدة طويلة تحركت فيه مبالغ كبيرة خلال مدة قصيرة.
typology-awakened-innocent = تُباع بيوت وتُصرف مواريث وتبدأ مواسم.
typology-owned = ملكية أو سيطرة
typology-owned-what = تملك أطراف مدرجة هذا الطرف أو تسيطر عليه، مباشرة أو عبر غيرها، وفق القاعدة المذكورة.
typology-owned-innocent = الحصص تنتقل من يد إلى يد، وقد تكون السجلات قديمة، والحصة وحدها ليست سيطرة في كل مكان.
typology-flow = أقصى تدفق ممكن
typology-flow-what = أكبر ما يمكن أن تحمله الحركات بترتيب الزمن من الأطراف الأولى إلى الأخيرة.
typology-flow-innocent = ما كان يمكن أن يمر لا يلزم أنه مر.
typology-taint = أثر المال
typology-taint-what = كم مما تسلمه هذا الطرف أو بقي عنده مصدره الأطراف التي سُئل عنها، وفق ثلاث قواعد.
typology-taint-innocent = المال يختلط، وأكثر من يصل إليهم الأثر لم يتعاملوا قط مع مصدره.
typology-other = نتيجة
typology-other-what = تنتمي الحركات أدناه بعضها إلى بعض وفق النمط الذي جرى البحث عنه.
typology-other-innocent = قد تبدو المعاملات العادية كذلك.

# العناوين.
head-path = من { $source } إلى { $target }
head-back = من { $source } وإليه
head-hub = { $hub }
head-many = من { $source } وغيره إلى { $target }

# التسميات.
label-amount = المبلغ
label-period = المدة
label-steps = الخطوات
label-parties = الأطراف
label-listed = المدرجون
label-contents = النتائج
label-flow = تدفق المبالغ
label-graph = المخطط
label-timeline = في الزمن
label-hops = خطوة بخطوة
label-hop = الخطوة
label-when = متى
label-what = ماذا
label-from = من
label-to = إلى
label-id = الرقم المرجعي
label-kind = النوع
label-word = بحسب من
label-why = ما يلفت النظر
label-facts = ومما وُجد
label-unsure = ما ليس مؤكدا
label-innocent = كيف قد يكون سليما
label-who = من هم الأطراف
label-source-of = من أين جاء هذا
label-made = تاريخ الإعداد
label-program = البرنامج
label-snapshot = لقطة القوائم
label-policy = سياسة الفحص
label-inputs = الملفات المقروءة
label-left-out = صفوف متروكة
label-options = الخيارات
label-hubs = أطراف كثيرة الحركة جرى تجاوزها
label-reference = المرجع
label-other-names = أسماء أخرى
label-country = البلد
label-part = الموقع
label-programme = برنامج الجزاءات
label-measures = ما يترتب على الإدراج
label-since = منذ
label-joined = كيف جرى التعرف عليه
label-currency = العملة
label-file = الملف
label-line = السطر
label-dataset = مجموعة البيانات
label-detail = التفاصيل
label-share = الحصة
label-finding = النتيجة
label-typology = النمط
label-entry = القيد
label-statement = الإفادة
label-seen = آخر ظهور
label-until = حتى

# المواقع والأنواع.
part-source = المصدر
part-hub = ملتقى
part-middle = في الطريق
part-target = المنتهى
kind-payment = تحويل
kind-cash = نقد
kind-crypto = أصول افتراضية
kind-goods = بضائع
kind-ownership = ملكية
kind-directorship = إدارة
kind-membership = عضوية
kind-employment = عمل لدى
kind-representation = تمثيل
kind-family = قرابة
kind-associate = صلة شراكة
kind-unknown = صلة
kind-other = صلة
kind-same = الطرف نفسه
kind-control = حق سيطرة
schema-Person = شخص
schema-Company = شركة
schema-Organization = منظمة
schema-PublicBody = جهة عامة
schema-LegalEntity = شخص أو جهة
schema-Vessel = سفينة
schema-Airplane = طائرة
schema-BankAccount = حساب مصرفي
schema-CryptoWallet = محفظة

listed-yes = مدرج
listed-no = لم يُعثر عليه في القوائم التي جرى البحث فيها
listed-unasked = لم يجرِ البحث في أي قائمة
listed-on = مدرج في: { $datasets }
join-identifier = بمعرّف
join-name = بالاسم
join-name-score = بالاسم، بدرجة { $score }
join-given = كما أعطاه القارئ

# الأعداد.
count-steps = { $n ->
    [zero] بلا خطوات
    [one] خطوة واحدة
    [two] خطوتان
    [few] { $n-shown } خطوات
    [many] { $n-shown } خطوة
   *[other] { $n-shown } خطوة
}
count-parties = { $n ->
    [zero] بلا أطراف
    [one] طرف واحد
    [two] طرفان
    [few] { $n-shown } أطراف
    [many] { $n-shown } طرفا
   *[other] { $n-shown } طرف
}
count-listed = { $n ->
    [zero] لا مدرج بينهم
    [one] مدرج واحد
    [two] مدرجان
    [few] { $n-shown } مدرجين
    [many] { $n-shown } مدرجا
   *[other] { $n-shown } مدرج
}
count-movements = { $n ->
    [zero] بلا حركات
    [one] حركة واحدة
    [two] حركتان
    [few] { $n-shown } حركات
    [many] { $n-shown } حركة
   *[other] { $n-shown } حركة
}
count-findings = { $n ->
    [zero] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $n-shown } نتائج
    [many] { $n-shown } نتيجة
   *[other] { $n-shown } نتيجة
}
count-rows = { $n ->
    [zero] لا صفوف
    [one] صف واحد
    [two] صفان
    [few] { $n-shown } صفوف
    [many] { $n-shown } صفا
   *[other] { $n-shown } صف
}
count-days = { $n ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n-shown } أيام
    [many] { $n-shown } يوما
   *[other] { $n-shown } يوم
}
count-hours = { $n ->
    [zero] أقل من ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n-shown } ساعات
    [many] { $n-shown } ساعة
   *[other] { $n-shown } ساعة
}
count-minutes = { $n ->
    [zero] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $n-shown } دقائق
    [many] { $n-shown } دقيقة
   *[other] { $n-shown } دقيقة
}
count-seconds = { $n ->
    [zero] أقل من ثانية
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $n-shown } ثوان
    [many] { $n-shown } ثانية
   *[other] { $n-shown } ثانية
}
rest-parties = { $n ->
    [zero] لا طرف آخر
    [one] طرف آخر
    [two] طرفان آخران
    [few] { $n-shown } أطراف أخرى
    [many] { $n-shown } طرفا آخر
   *[other] { $n-shown } طرف آخر
}
rest-movements = { $n ->
    [zero] عُرضت الحركات كلها.
    [one] لم تُعرض هنا حركة واحدة، وهي في صيغتي JSON وCSV من هذه القرائن.
    [two] لم تُعرض هنا حركتان، وهما في صيغتي JSON وCSV من هذه القرائن.
    [few] لم تُعرض هنا { $n-shown } حركات، وهي في صيغتي JSON وCSV من هذه القرائن.
    [many] لم تُعرض هنا { $n-shown } حركة، وهي في صيغتي JSON وCSV من هذه القرائن.
   *[other] لم تُعرض هنا { $n-shown } حركة، وهي في صيغتي JSON وCSV من هذه القرائن.
}
rest-pairs = { $n ->
    [zero] عُرضت أزواج الأطراف كلها.
    [one] لم يُعرض هنا زوج واحد من الأطراف، وهو في صيغتي JSON وCSV من هذه القرائن.
    [two] لم يُعرض هنا زوجان من الأطراف، وهما في صيغتي JSON وCSV من هذه القرائن.
    [few] لم تُعرض هنا { $n-shown } أزواج من الأطراف، وهي في صيغتي JSON وCSV من هذه القرائن.
    [many] لم يُعرض هنا { $n-shown } زوجا من الأطراف، وهي في صيغتي JSON وCSV من هذه القرائن.
   *[other] لم يُعرض هنا { $n-shown } زوج من الأطراف، وهي في صيغتي JSON وCSV من هذه القرائن.
}
rest-findings = { $n ->
    [zero] عُرضت النتائج كلها.
    [one] لم تُعرض هنا نتيجة واحدة، وهي في صيغة JSON من هذه القرائن.
    [two] لم تُعرض هنا نتيجتان، وهما في صيغة JSON من هذه القرائن.
    [few] لم تُعرض هنا { $n-shown } نتائج، وهي في صيغة JSON من هذه القرائن.
    [many] لم تُعرض هنا { $n-shown } نتيجة، وهي في صيغة JSON من هذه القرائن.
   *[other] لم تُعرض هنا { $n-shown } نتيجة، وهي في صيغة JSON من هذه القرائن.
}
rest-people = { $n ->
    [zero] عُرضت الأطراف كلها.
    [one] لم يُعرض هنا طرف واحد، وهو في صيغة JSON من هذه القرائن.
    [two] لم يُعرض هنا طرفان، وهما في صيغة JSON من هذه القرائن.
    [few] لم تُعرض هنا { $n-shown } أطراف، وهي في صيغة JSON من هذه القرائن.
    [many] لم يُعرض هنا { $n-shown } طرفا، وهم في صيغة JSON من هذه القرائن.
   *[other] لم يُعرض هنا { $n-shown } طرف، وهم في صيغة JSON من هذه القرائن.
}
grouped = { $n ->
    [zero] لا حركات.
    [one] حركة واحدة، مجمعة بحسب المعطي والمتسلم، الأكبر أولا.
    [two] حركتان، مجمعتان بحسب المعطي والمتسلم، الأكبر أولا.
    [few] { $n-shown } حركات، مجمعة بحسب المعطي والمتسلم، الأكبر أولا.
    [many] { $n-shown } حركة، مجمعة بحسب المعطي والمتسلم، الأكبر أولا.
   *[other] { $n-shown } حركة، مجمعة بحسب المعطي والمتسلم، الأكبر أولا.
}
together = { $n ->
    [zero] يعرض المخطط الأطراف كلها.
    [one] يعرض المخطط طرفا آخر مع غيره في خانة واحدة.
    [two] يعرض المخطط طرفين آخرين مجتمعين، خانة لكل عمود.
    [few] يعرض المخطط { $n-shown } أطراف أخرى مجتمعة، خانة لكل عمود.
    [many] يعرض المخطط { $n-shown } طرفا آخر مجتمعين، خانة لكل عمود.
   *[other] يعرض المخطط { $n-shown } طرف آخر مجتمعين، خانة لكل عمود.
}
tallest = أعلى عمود: { $count } خلال { $time }.
one-scale = لا تُقارن السماكات إلا ضمن العملة الواحدة.
no-amounts = لا تُعرف مبالغ.
several-currencies = بعملات عدة
share-exact = { $share }٪
share-between = من { $least } إلى { $most }٪
share-unknown = حصة غير معروفة
row-of = { $file }، السطر { $line }
word-none = غير مسجل
said-by = { $dataset }، { $entity }
stands-from = منذ { $since }
stands-to = حتى { $until }
stands-both = من { $since } إلى { $until }
again = { $party }، مرة أخرى
from-to = من { $start } إلى { $end }

# ما ليس مؤكدا.
unsure-joined-by-name = جرى التعرف على { $party } بالاسم فقط، وقد يحمل الاسم غيره.
unsure-joined-by-name-score = جرى التعرف على { $party } بالاسم فقط، بدرجة { $score }، وقد يحمل الاسم غيره.
unsure-share-unknown = لا تُعرف بالضبط حصة { $holder } في { $held }.
unsure-dates-unknown = لا يُعرف منذ متى قامت الصلة بين { $holder } و{ $held }.
unsure-currencies = المبالغ بعملات عدة ({ $currencies })، ولم تُجمع ولم تُقارن.
unsure-no-currency = وردت مبالغ من غير عملة.
unsure-relaxed = { $n ->
    [zero] كل حركة لاحقة لما قبلها.
    [one] حركة واحدة أسبق من التي قبلها بمقدار { $time }، ضمن التسامح المطلوب.
    [two] حركتان أسبق من اللتين قبلهما بما لا يزيد على { $time }، ضمن التسامح المطلوب.
    [few] { $n-shown } حركات أسبق مما قبلها بما لا يزيد على { $time }، ضمن التسامح المطلوب.
    [many] { $n-shown } حركة أسبق مما قبلها بما لا يزيد على { $time }، ضمن التسامح المطلوب.
   *[other] { $n-shown } حركة أسبق مما قبلها بما لا يزيد على { $time }، ضمن التسامح المطلوب.
}
unsure-capped = أوقف حد من الحدود البحث: حُفظ الأفضل، وقد يوجد غيره.
unsure-nothing = لا شيء سوى ما قد يكون في الصفوف والإفادات نفسها من خطأ.

# ما يقوله النمط، بحسب اسمه.
fact-hub = الملتقى
fact-source = المصدر
fact-target = المنتهى
fact-middle = في الطريق
fact-threshold = حد الإبلاغ
fact-width = عدد الأطراف في الجهة الواسعة
fact-hops = الخطوات
fact-preserved = ما بقي من المبلغ في الطريق، بالمئة
fact-received = ما تسلمه
fact-sent = ما أرسله
fact-gathered = ما جُمع
fact-scattered = ما وُزع
fact-silent = مدة الخمول قبل ذلك
fact-owner = المالك
fact-rule = القاعدة
fact-score = الدرجة
fact-elapsed = من الأولى إلى الأخيرة
fact-countries = البلدان
fact-goods = قيمة البضائع
fact-paid = المدفوع
fact-silent-days = أيام الخمول قبل ذلك
fact-payments = الدفعات
fact-direction = الاتجاه
fact-seller = البائع
fact-buyer = المشتري
fact-trade = ما لا يتوافق
fact-term = مهلة التسليم أو الدفع
fact-delivered = قيمة ما سُلّم
fact-days = الأيام
fact-counterparties = الأطراف المقابلة
fact-counterparties-before = الأطراف المقابلة في المدة السابقة
fact-givers = المعطون
fact-gifts = الهبات
fact-onward = خرج على شكل
fact-onward-amount = ما خرج
fact-layers = الطبقات
fact-parallel = طرق عبر الأطراف نفسها
fact-middles = الأطراف الوسيطة
fact-payers = الدافعون
fact-receivers = المتسلمون
fact-pairs = أزواج المعطي والمتسلم
fact-seconds = المدة بينهما
fact-elapsed-seconds = من الأولى إلى الأخيرة
fact-points-start = نقاط البداية
fact-points-hops = نقاط الخطوات
fact-points-kinds = نقاط أنواع الخطوات
fact-points-links = نقاط الصلات
fact-points-amounts = نقاط المبالغ
fact-points-time = نقاط الزمن
fact-points-crowds = نقاط الأطراف الكثيرة الحركة
fact-preserved-share = ما بقي في الطريق
fact-cut-movements = الحركات التي تحمله كله
fact-cut-account = حساب يحمله
fact-carries = ما يحمله
fact-left-out-currency = عملة متروكة
fact-received-haircut = ما تسلمه، بالتناسب
fact-received-fifo = ما تسلمه، بقاعدة الوارد أولا صادر أولا
fact-received-poison = ما تسلمه، بقاعدة السريان الكامل
fact-held-haircut = ما بقي عنده، بالتناسب
fact-held-fifo = ما بقي عنده، بقاعدة الوارد أولا صادر أولا
fact-held-poison = ما بقي عنده، بقاعدة السريان الكامل
fact-rules = عن القواعد
fact-owned = من يعنيه الأمر
fact-answer = الجواب
fact-basis = الأساس
fact-share-least = الحصة على الأقل
fact-share-most = الحصة على الأكثر

# كلمات تحملها النتائج.
word-from = صادر
word-to = وارد
word-running = ما زالت سارية
word-over = انقضت
word-goods-without-payment = بضاعة من غير دفع
word-payment-without-goods = دفع من غير بضاعة
word-paid-too-little = دُفع أقل من القيمة
word-paid-too-much = دُفع أكثر من القيمة
word-not = غير مملوك
word-possibly = قد يكون مملوكا
word-owned = مملوك
word-listed = مدرج بنفسه
word-stake = حصة
word-control = سيطرة
word-sign = قرينة على السيطرة
word-cash = نقد
word-crypto = أصول افتراضية
word-ofac_50 = قاعدة الخمسين بالمئة لمكتب مراقبة الأصول الأجنبية (OFAC)
word-eu = الاتحاد الأوروبي
word-uk = المملكة المتحدة
word-of-rules = التناسب والوارد أولا صادر أولا والسريان الكامل ثلاثة اصطلاحات تعطي ثلاثة أجوبة، ولا يقول أي منها أي مال هو الذي انتقل.

# الصفحة.
page-skip = إلى النتائج
page-help = يدخل مفتاح Tab إلى المخطط، وتنقل الأسهم من طرف إلى طرف، ويعرض Enter ما يُعرف عنه، ويخرج Escape، وتغير علامتا الزائد والناقص والصفر الحجم. والقائمة أسفل المخطط تقول الشيء نفسه.
page-list = الشيء نفسه في قائمة
page-detail = اختر طرفا أو خطوة في المخطط.
page-larger = تكبير
page-smaller = تصغير
page-whole = كامل المخطط
page-graph-of = مخطط { $finding }: { $parties }، { $steps }
page-timeline-of = حركات { $finding } في الزمن
page-flow-of = مبالغ { $finding } أشرطةً
page-language = اللغة
page-print = طباعة
page-save = حفظ البيانات (JSON)
page-find = في القائمة
page-gives = يعطي
page-takes = يتسلم من
page-legend = مفتاح المخطط
