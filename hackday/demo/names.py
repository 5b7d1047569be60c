"""Names of invented people in the scripts that staff lists really hold. Pure."""

import re
import unicodedata
from random import Random
from typing import NamedTuple

_LETTERS = str.maketrans({"ł": "l", "Ł": "l", "ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "ı": "i"})
"""Latin letters that do not fall apart into a base and an accent."""


class Culture(NamedTuple):
    """Given and family names; beside a name in another script stands how it is written in an address."""

    given: str
    family: str
    family_first: bool = False


CULTURES = {
    "english": Culture(
        "Sara Kenneth Jill Grace Toby Jasmine Maurice Kelly Oliver Imogen Marcus Beatrice Leon Naomi",
        "Green Thomas Wilkinson Roberts Ward Bruce Jenkins Begum Marshall Taylor Okafor Hughes Shah Price",
    ),
    "irish": Culture(
        "Aoife Seán Niamh Ciarán Róisín Pádraig Órla Cian Sinéad Eoin Gráinne Tadhg",
        "Byrne O'Sullivan Ní_Chonaill Doyle Ó_Briain McCarthy Nolan Kavanagh Quinn Flynn Walsh Keane",
    ),
    "german": Culture(
        "Jürgen Silke Lorenz Käthe Björn Ute Götz Heike Matthias Annegret Jörg Sönke Änne Ulrike",
        "Haering Weiß Kraushaar Fröhlich Täsche Müller-Lang Stoll Hiller Eberhardt Schäfer Baum Größer Rogner",
    ),
    "dutch": Culture(
        "Niek Sanne Daniël Femke Jeroen Anouk Bram Lotte Joris Zoë Ruben Marit",
        "Wouters Otte Greij Westerveld Dekker Bakker Hoekstra Kuiper Mulder Visser Postma Ruiter",
    ),
    "polish": Culture(
        "Andrzej Łucja Miłosz Zofia Przemysław Bożena Karol Wiesława Jacek Małgorzata Nikodem Kinga",
        "Chachuła Źrebiec Żurawik Mudlaff Truchan Sobków Delekta Kapcia Dąbek Majak Szczęsny Wróbel",
    ),
    "portuguese": Culture(
        "Lúcia Vasco Simão Inês João Conceição Rui Mariana Leonardo Joana Tomás Íris",
        "Vaz Fernandes Antunes Leal Araújo Nogueira Gonçalves Coelho Branco Conceição Magalhães Lourenço",
    ),
    "french": Culture(
        "Aurélie Thibaut Édith Benoît Pénélope Rémi Noémie Étienne Chloé Aurèle Zélie Gaël",
        "Foucher Lecoq Chauvin Barre Langlois Besançon Lefèvre Grandjean Rey Perrot Guérin Bérard",
    ),
    "turkish": Culture(
        "Çağla Işıl Ömer Gülşen Emre Şule Barış Ayşe Doğan Zeynep",
        "Yılmaz Öztürk Güneş Çelik Şahin Aydın Kılıç Ergün Demirağ Uçar",
    ),
    "vietnamese": Culture(
        "Thảo Đức Hương Tuấn Linh Phúc Ngọc Quân", "Nguyễn Trần Phạm Võ Đặng Bùi Hoàng Lê", family_first=True
    ),
    "japanese": Culture(
        "香織/kaori 和也/kazuya 篤司/atsushi 京助/kyosuke 美加子/mikako 健一/kenichi 直人/naoto 春香/haruka "
        "あすか/asuka 真綾/maaya 千代/chiyo 聡太郎/sotaro",
        "鈴木/suzuki 長谷川/hasegawa 松田/matsuda 前田/maeda 佐藤/sato 藤井/fujii 高橋/takahashi 加藤/kato "
        "清水/shimizu 井上/inoue 石川/ishikawa 田中/tanaka",
        family_first=True,
    ),
    "chinese": Culture(
        "雨桐/yutong 子轩/zixuan 志强/zhiqiang 秀英/xiuying 晓明/xiaoming 丽娜/lina 建国/jianguo 思远/siyuan",
        "王/wang 李/li 张/zhang 刘/liu 陈/chen 杨/yang 赵/zhao 周/zhou",
        family_first=True,
    ),
    "korean": Culture(
        "서연/seoyeon 민준/minjun 지우/jiwoo 현우/hyunwoo 수빈/subin 하은/haeun 도윤/doyun 예진/yejin",
        "김/kim 이/lee 박/park 최/choi 정/jung 강/kang 조/cho 윤/yoon",
        family_first=True,
    ),
    "hindi": Culture(
        "विपुल/vipul माधवी/madhavi रजनी/rajni सुनीती/suniti भारत/bharat इला/ila अंकुर/ankur दीपाली/dipali सूर्य/surya "
        "रघु/raghu ज्योत्सना/jyotsna पद्म/padma",
        "झादव/jhadav देशपांडे/deshpande सैनी/saini नायर/nair कुमार/kumar प्रधान/pradhan वर्मा/varma थापा/thapa "
        "खत्री/khatri सिंह/singh मालिक/malik अय्यर/iyer",
    ),
    "tamil": Culture(
        "கயல்விழி/kayalvizhi முருகன்/murugan செல்வி/selvi அருண்/arun மீனா/meena கார்த்திக்/karthik",
        "பாலசுப்ரமணியம்/balasubramaniam சுப்பிரமணியன்/subramanian இளங்கோ/ilango பாண்டியன்/pandian நடராஜன்/natarajan",
    ),
    "arabic": Culture(
        "ليلى/layla يوسف/yusuf مريم/maryam خالد/khaled نور/nour سامي/sami هدى/huda طارق/tariq",
        "حداد/haddad المنصوري/almansouri خوري/khoury الزهراوي/alzahrawi منصور/mansour درويش/darwish "
        "العلي/alali نجار/najjar",
    ),
    "hebrew": Culture(
        "נועה/noa איתי/itai תמר/tamar אורי/uri מיכל/michal", "לוי/levi כהן/cohen מזרחי/mizrahi פרץ/peretz ברק/barak"
    ),
    "greek": Culture(
        "Ελένη/eleni Γιώργος/giorgos Κατερίνα/katerina Νίκος/nikos Δήμητρα/dimitra Σπύρος/spyros",
        "Παπαδάκης/papadakis Οικονόμου/oikonomou Νικολάου/nikolaou Γεωργίου/georgiou Αλεξίου/alexiou Μακρή/makri",
    ),
    "ukrainian": Culture(
        "Олена/olena Андрій/andrii Наталія/nataliia Тарас/taras Юлія/yuliia Богдан/bohdan Ірина/iryna Ярослав/yaroslav",
        "Шевченко/shevchenko Коваль/koval Бондаренко/bondarenko Мельник/melnyk Ткачук/tkachuk Гнатюк/hnatiuk "
        "Їжакевич/yizhakevych Лисенко/lysenko",
    ),
}


def invented_name(chance: Random, culture: str) -> tuple[str, str]:
    """A name as it is written, and `first.last` for an address."""
    names = CULTURES[culture]
    given, given_latin = _chosen(chance, names.given)
    family, family_latin = _chosen(chance, names.family)
    name = f"{family} {given}" if names.family_first else f"{given} {family}"
    return name, f"{given_latin}.{family_latin}"


def _chosen(chance: Random, names: str) -> tuple[str, str]:
    native, _, told = chance.choice(names.split()).partition("/")
    return native.replace("_", " "), told or latin(native)


def latin(name: str) -> str:
    """`Gráinne` gives `grainne`: what an address keeps of a name in the Latin script."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS).replace("Đ", "d").replace("đ", "d"))
    return re.sub("[^a-z]", "", plain.lower())
