"""A road-widening file of a works department: English and Hindi."""

from __future__ import annotations

from pathlib import Path

from nasti.drawing.ageing import VIOLET_INK
from nasti.drawing.leaves import Leaf, Plan, Wear
from nasti.drawing.papers import Cover, Letter, Noting

ROAD_SUBJECT = "Widening and strengthening of Kurud to Megha road, length 12.40 km"
ROAD = Plan(
    Path("station-1/lok-nirman/scan-0413.tif"),
    "tiff",
    "F 5-23/2011/PWD/8",
    "nakula",
    ("EXECUTIVE ENGINEER P.W.D. DHAMTARI • ", "P.W.D."),
    (
        Leaf(
            Cover(
                "OFFICE OF THE EXECUTIVE ENGINEER",
                "PUBLIC WORKS DEPARTMENT, DIVISION DHAMTARI",
                (
                    ("Department", "Public Works Department"),
                    ("Section", "Works Branch"),
                    ("File No.", "F 5-23/2011/PWD/8"),
                    ("Subject", ROAD_SUBJECT),
                    ("Year", "2011"),
                    ("Opened on", "04.07.2011"),
                    ("Closed on", "19.12.2012"),
                    ("Noting pages", "1"),
                    ("Correspondence pages", "3"),
                    ("Retention", "10 years"),
                ),
            ),
            face="serif",
        ),
        Leaf(
            Noting(
                ROAD_SUBJECT,
                (
                    (
                        (
                            "The estimate of the above road has been received from the Sub Divisional Officer, Kurud "
                            "along with the soil report and traffic census.",
                            "The cost works out to Rs. 486.35 lakh as per the current schedule of rates. Provision "
                            "exists in the budget under the head of district roads.",
                            "Put up for kind perusal and orders please.",
                        ),
                        ("(D. K. Verma)", "Divisional Accountant", "11.07.2011"),
                    ),
                    (
                        (
                            "Seen. The crust thickness is to be checked once more with the traffic census.",
                            "If found in order, forward the estimate to the Superintending Engineer for technical "
                            "sanction today.",
                        ),
                        ("(S. R. Mandavi)", "Executive Engineer", "13.07.2011"),
                    ),
                ),
                "1",
                language="en",
            ),
            part="noting",
            face="serif",
        ),
        Leaf(
            Letter(
                "OFFICE OF THE EXECUTIVE ENGINEER, P.W.D. DHAMTARI",
                "3172/Works/2011",
                "Dhamtari",
                "14.07.2011",
                ("The Superintending Engineer,", "Public Works Department, Circle Raipur"),
                "Technical sanction of the Kurud to Megha road.",
                "Your memo No. 884 dated 21.06.2011",
                (
                    "With reference to the above, the detailed estimate amounting to Rs. 486.35 lakh is submitted "
                    "herewith in triplicate for according technical sanction.",
                    "The existing carriage way is 3.75 metre wide and is badly damaged by heavy vehicles of the rice "
                    "mills. The land required for widening is available with the department and no private land is to "
                    "be acquired.",
                    "It is requested that the sanction may kindly be accorded early so that tenders can be invited "
                    "before the close of the rainy season.",
                ),
                ("Executive Engineer", "P.W.D. Division Dhamtari"),
                "2",
                ("The Collector, Dhamtari for information.", "The Sub Divisional Officer, Kurud for compliance."),
                language="en",
            ),
            Wear(seal=VIOLET_INK),
            face="typewriter",
        ),
        Leaf(
            Letter(
                "कार्यालय अधीक्षण अभियंता, लोक निर्माण विभाग, मंडल रायपुर",
                "5521/तक./2011",
                "रायपुर",
                "09.08.2011",
                ("कार्यपालन अभियंता,", "लोक निर्माण विभाग, संभाग धमतरी (छ.ग.)"),
                "कुरूद से मेघा मार्ग के चौड़ीकरण एवं मजबूतीकरण की तकनीकी स्वीकृति।",
                "आपका पत्र क्रमांक 3172/Works/2011 दिनांक 14.07.2011",
                (
                    "संदर्भित पत्र के साथ प्राप्त प्राक्कलन का परीक्षण किया गया। राशि रुपये 486.35 लाख की तकनीकी स्वीकृति इस शर्त पर "
                    "प्रदान की जाती है कि निर्माण सामग्री की जांच विभागीय प्रयोगशाला से कराई जाएगी।",
                    "कार्य प्रारंभ करने के पूर्व सड़क के दोनों ओर के वृक्षों की गणना कर वन विभाग से अनुमति प्राप्त करें।",
                    "निविदा की कार्यवाही पूर्ण कर तुलनात्मक पत्रक तीस दिवस के भीतर इस कार्यालय को भेजें।",
                ),
                ("अधीक्षण अभियंता", "लोक निर्माण विभाग"),
                "3",
                ("मुख्य अभियंता, लोक निर्माण विभाग, रायपुर की ओर सूचनार्थ।",),
            ),
            Wear(skew_deg=-2.1, offset_px=(-30, 38)),
        ),
        Leaf(
            Letter(
                "कार्यालय कार्यपालन अभियंता, लोक निर्माण विभाग, संभाग धमतरी",
                "6240/निविदा/2011",
                "धमतरी",
                "30.09.2011",
                (),
                "",
                "",
                (
                    "कुरूद से मेघा मार्ग के उन्नयन हेतु प्राप्त चार निविदाओं में से मेसर्स महानदी कंस्ट्रक्शन, धमतरी की न्यूनतम दर 4.20 "
                    "प्रतिशत कम होने के कारण स्वीकृत की जाती है।",
                    "ठेकेदार पंद्रह दिवस में अनुबंध निष्पादित करे तथा अठारह माह की अवधि में कार्य पूर्ण करे। विलंब की दशा में अनुबंध की "
                    "धारा के अनुसार अर्थदंड आरोपित होगा।",
                ),
                ("कार्यपालन अभियंता", "संभाग धमतरी"),
                "4",
                ("अनुविभागीय अधिकारी, कुरूद की ओर पालनार्थ।", "संभागीय लेखापाल की ओर आवश्यक कार्यवाही हेतु।"),
                heading="// आदेश //",
                kind="order",
            ),
            Wear(turn_deg=180),
        ),
    ),
)
