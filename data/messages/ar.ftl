# لماذا قد يكون سجلّان لطرف واحد أو لا يكونان. رسالة واحدة لكل نوع من القرائن.
# query = قيمة المستخدم، candidate = قيمة القائمة.

name-same = الاسم مكتوب كما هو في القائمة تماما: «{ $candidate }».
name-equal = الاسم «{ $query }» هو الاسم المدرج «{ $candidate }» بكتابة أخرى ({ $alignment }).
name-similar = الاسم «{ $query }» يشبه الاسم المدرج «{ $candidate }» بنسبة { $similarity }٪ ({ $alignment }).
name-other-script = الاسم «{ $query }» يُقرأ كالاسم المدرج «{ $candidate }» المكتوب بخط آخر، بنسبة { $similarity }٪ ({ $alignment }).
name-rarity = الكلمات المشتركة بين الاسمين قليلة الشيوع بين الناس.
weak-alias = الاسم «{ $query }» يشبه «{ $candidate }» بنسبة { $similarity }٪، والقائمة تذكره كنية ضعيفة الدلالة فقط: لا يكفي وحده للمطابقة أبدا.
form-hidden-characters = في الاسم محارف غير مرئية، وقد قُرئ من دونها.
form-homoglyphs = في الاسم حروف متشابهة من أبجديات أخرى، وقد قُرئ بما تعنيه.
form-letter-forms = الاسم مكتوب بأشكال خاصة للحروف، وقد قُرئ بالحروف العادية.
form-tatweel = في الاسم تطويل (كشيدة)، وقد قُرئ من دونه.
form-digits-as-letters = في الاسم أرقام مكان الحروف، وقد قُرئ بما تعنيه.
form-misread-letters = في الاسم حروف التبست بغيرها في القراءة، مثل l مكان I، وقد قُرئ بما تعنيه.
form-lost-characters = ضاعت محارف من الاسم قبل وصوله.
birth-same-day = تاريخ الميلاد { $query } هو نفسه.
birth-same-month = تاريخا الميلاد متفقان في الشهر: { $query } وفي القائمة { $candidate }.
birth-same-year = تاريخا الميلاد متفقان في السنة: { $query } وفي القائمة { $candidate }.
birth-overlap = تاريخ الميلاد { $query } يوافق ما في القائمة: { $candidate }.
birth-swapped = اليوم والشهر متبادلان في تاريخ الميلاد: { $query } وفي القائمة { $candidate }. شك صغير.
birth-one-digit = رقم واحد مختلف في تاريخ الميلاد: { $query } وفي القائمة { $candidate }. شك صغير.
birth-other-day = سنة الميلاد واحدة واليوم مختلف: { $query } وفي القائمة { $candidate }.
birth-near-year = تاريخا الميلاد متقاربان: { $query } وفي القائمة { $candidate }.
birth-contradicts = تاريخا الميلاد متناقضان: { $query } وفي القائمة { $candidate }.
country-same = كلاهما مرتبط بالبلد نفسه: { $query }.
country-differs = البلدان مختلفة: { $query } وفي القائمة { $candidate }. الناس يتنقلون، فدلالة هذا قليلة.
nationality-differs = الجنسيتان مختلفتان: { $query } وفي القائمة { $candidate }.
gender-same = الجنس المذكور واحد.
gender-differs = الجنس المذكور مختلف: { $query } وفي القائمة { $candidate }.
identifier-same = رقم التعريف نفسه ({ $kind }): { $candidate }.
identifier-other-kind = الرقم نفسه، وكل طرف يسميه باسم آخر (في القائمة { $kind }): { $candidate }.
identifier-differs = أرقام تعريف لا تتكرر للشيء الواحد مختلفة ({ $kind }): { $query } وفي القائمة { $candidate }.
contact-same = رقم الهاتف أو البريد الإلكتروني نفسه: { $candidate }.
address-same = العنوانان يشتركان في كلمات: «{ $query }» وفي القائمة «{ $candidate }».
removal-held = لم تعد قائمة الناشر المؤرخة { $since } تضم «{ $candidate }». ويبقى القيد قابلا للمطابقة إلى أن يقبل إنسان حذفه.
name-removal-held = لم تعد قائمة الناشر المؤرخة { $since } تذكر الاسم «{ $candidate }» لهذا القيد. ويبقى الاسم قابلا للمطابقة إلى أن يقبل إنسان حذفه.
delisted = رُفع اسم «{ $candidate }» من القائمة: لم تعد قائمة الناشر المؤرخة { $since } تضمه. وهو معروض للعلم ولا يعد مطابقة.
