from typing import Any

import pytest

from nasti.hindi import fold, sound_keys
from storage.index import indexed_pages, unindex_page
from storage.spelling import nearness, spell
from storage.store import Store

SPELLINGS = """
नामांतरण namantaran naamantaran namantran naamaantaran namaantaran
राजस्व rajaswa rajasva rajasv raajasv rajswa
तहसीलदार tehsildar tahsildar tahasildar tehseeldar tahseeldar
तहसील tehsil tahsil tehseel
कलेक्टर collector kalektar kalektor
अनुविभागीय anuvibhagiya anuvibhagiy anubhagiya
अधिकारी adhikari adhikaari
पटवारी patwari patvari patwary
प्रकरण prakaran prakran
बंटवारा bantwara batwara bantvara
सीमांकन seemankan simankan seemaankan
आदेश aadesh adesh
आवेदन aavedan avedan
पत्र patra patr
विभाग vibhag vibhaag
शासन shasan shaasan
कार्यालय karyalay karyalaya kaaryalay
जिला jila zila
ग्राम gram graam
गांव gaon gaanv gav
भूमि bhumi bhoomi
खसरा khasra
रकबा rakba rakaba
नक्शा naksha nakshaa
बिलासपुर bilaspur
रायपुर raipur raypur
रायगढ़ raigarh raygarh
दुर्ग durg
छत्तीसगढ़ chhattisgarh chattisgarh chhatisgarh
जांजगीर janjgir
विषय vishay vishaya
दिनांक dinank dinaank
क्रमांक kramank kramaank
नस्ती nasti nastee
सूचना suchna soochna suchana
अनुमति anumati
स्वीकृति swikriti svikriti sweekriti
भुगतान bhugtan bhugtaan
वेतन vetan
पेंशन pension penshan
स्थानांतरण sthanantaran sthanaantaran
नियुक्ति niyukti
पदोन्नति padonnati padonati
अवकाश avkash awkash avakash
शिकायत shikayat shikaayat
जांच janch jaanch
निरीक्षण nirikshan nireekshan
प्रतिवेदन prativedan pratiwedan
शाखा shakha
लेखा lekha
बजट budget bajat
निविदा nivida
अतिक्रमण atikraman
मुआवजा muavja muawja muaavja
अर्जन arjan
न्यायालय nyayalay nyayalaya
अपील appeal apil
पंचायत panchayat
सरपंच sarpanch
सचिव sachiv
मंत्री mantri
मुख्य mukhya
सिंह singh sinh
शर्मा sharma
यादव yadav
साहू sahu saahu
वर्मा verma varma
तिवारी tiwari tivari
अध्यक्ष adhyaksh
शिक्षा shiksha
विद्यालय vidyalay vidyalaya
स्वास्थ्य swasthya svasthya
सिंचाई sinchai
कृषि krishi
वन van
लोक lok
निर्माण nirman nirmaan
यांत्रिकी yantriki
नगर nagar
निगम nigam
पुलिस police pulis
अभिलेख abhilekh
नकल nakal
ज्ञापन gyapan jnapan
विज्ञप्ति vigyapti
अधिसूचना adhisuchna adhisoochna
परिपत्र paripatra
संशोधन sanshodhan samshodhan
संबंध sambandh sanbandh
वारिस waris varis
फौती fauti phauti
ऋण rin
नामिनी nominee nomini
रजिस्टर register rajistar
आयुक्त ayukt aayukt
संचालक sanchalak sanchaalak
लिपिक lipik
"""
"""A Hindi office word, and how clerks write it in Roman letters; made by hand."""

OTHERS = """
अगर अब अलग अंत आज आप आना इस उस एक ऐसा और कई कब कम कर करना कल का काम कारण किया कुल केवल कोई क्या खड़ा खबर खाना गया गली घर
चार चाल छोटा जगह जब जल जाना जीवन जो ठीक तक तब तरह तीन तेल थाना दल दस दान दिन दिया दूर देना देश दो धन ध्यान नया नल नाम नाना
नीचे पक्ष पता पर पहला पांच पानी पास पिता पुत्र पूरा पैसा फल बड़ा बात बाद बाल बिल बीच भर भाग मकान मत मन माता मान माल मास मिल
मूल यह यहां रखना राज राम राशि रोड लगभग लाभ लाल लिया लेना लोग वह वहां वाद शाम सच सन सब समय सात साथ साल सीमा सेना सोना हम हाथ
नमन मंत्र राजा रजत पत्नी पटना तसला अधिक अधिकार आदि प्रकार प्रकाश बटन भुगतना वतन अनुमान सूचित सोचना नियम नियत जांघ निरीक्षक शिखर
बाजार निविष्ट अतिक्रम पंचम सरपट सचित्र मुख सिंध शर्म साहस वर्ष अध्यक्षता शिक्षक विद्या स्वस्थ सींच कृषक निर्मल नागर नगद पुल अभिनय
"""


@pytest.fixture
def office(store: Store, shelf: Any) -> Store:
    hindi = [line.split()[0] for line in SPELLINGS.strip().split("\n")]
    shelf.put("1/2001", [" ".join(hindi), OTHERS])
    return store


def test_office_words_are_found_by_how_they_are_spelt_in_roman_letters(office: Store) -> None:
    pairs = [(roman, line.split()[0]) for line in SPELLINGS.strip().split("\n") for roman in line.split()[1:]]
    found = office.read(lambda s: [[term for term, _ in spell(s, roman)] for roman, _ in pairs])
    recalled = [fold(hindi) in terms for (_, hindi), terms in zip(pairs, found, strict=True)]
    first = [fold(hindi) in terms[:1] for (_, hindi), terms in zip(pairs, found, strict=True)]
    assert len(pairs) > 150
    assert sum(recalled) >= 0.97 * len(pairs)
    assert sum(first) >= 0.93 * len(pairs)


def test_hindi_and_roman_spellings_share_a_sound() -> None:
    pairs = [(roman, line.split()[0]) for line in SPELLINGS.strip().split("\n") for roman in line.split()[1:]]
    shared = [bool(set(sound_keys(roman)) & set(sound_keys(hindi))) for roman, hindi in pairs]
    assert sum(shared) >= 0.98 * len(pairs)


def test_nothing_is_guessed_for_digits_short_and_hindi_words(office: Store) -> None:
    assert [office.read(lambda s, word=word: spell(s, word)) for word in ("142", "ka", "नामांतरण", "", "xyzzy")] == [
        []
    ] * 5


def test_words_that_left_the_vocabulary_are_not_guessed(office: Store) -> None:
    assert office.read(lambda s: spell(s, "namantaran"))[0][0] == "नामांतरण"
    for page_id in office.read(indexed_pages):
        office.write(lambda s, page_id=page_id: unindex_page(s, page_id))
    assert office.read(lambda s: spell(s, "namantaran")) == []


def test_nearness_is_one_for_the_usual_spelling_and_falls_with_every_difference() -> None:
    assert nearness("namantaran", "नामांतरण") == nearness("naamaantaran", "नामांतरण") == 1
    assert 1 > nearness("namantran", "नामांतरण") > nearness("namatran", "नामांतरण") > nearness("kamal", "नामांतरण")
    assert nearness("", "") == 0
