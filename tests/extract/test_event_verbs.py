"""Sentences for the breadth of the verbs of events: each verb with the parties that its line asks for, one side alone
where that is enough.
"""

import pytest

from tests.extract.made_up_cast import claim_of, events_of, line

EXAMPLES = {
    "Иран возвратил остров Китаю.": "RETREAT/withdraw Иран > Китай actual",
    "ЕС приостановил работу миссии в Иране.": "SANCTION/withdraw ЕС > Иран actual",
    "Орлов ввёл в действие решение ООН.": "SUPPORT Орлов > ООН actual",
    "Министр Орлов вызвал Лунина из запаса.": "SUPPORT Орлов > Лунин actual",
    "Орлов назвал Лунина великим мыслителем.": "SUPPORT Орлов > Лунин actual",
    "Китай дружественно относится к Ирану.": "SUPPORT Китай > Иран actual",
    "Турция с недоверием относится к Ирану.": "ACCUSE/disapprove Турция > Иран actual",
    "Иран прекратил поставки газа в Турцию.": "SANCTION/discontinue Иран > Турция actual",
    "Турция ввела запрет на ввоз мяса из Франции.": "SANCTION/discontinue Турция > Франция actual",
    "Орлов призвал к прекращению насилия в Иране.": "REQUEST Орлов > Иран actual",
    "ООН оказала помощь беженцам из Ирана.": "AID ООН > Иран actual",
    "Орлов пригрозил ограничить поставки в Иран.": "THREATEN Орлов > Иран actual",
    "США направили корабли к берегам Ирана.": "MOBILIZE/troops США > Иран actual",
    "Орлов договорился с Луниным встретиться.": "AGREE Орлов+Лунин >  actual",
    "Иран получил в ООН статус наблюдателя.": "SUPPORT ООН > Иран actual",
    "Орлов направил Лунину поздравительную телеграмму.": "SUPPORT Орлов > Лунин actual",
    "Орлов стал лауреатом премии ООН.": "SUPPORT ООН > Орлов actual",
    "Турция внесла Иран в надзорный список.": "SANCTION Турция > Иран actual",
    "Турция направила Франции список террористов.": "COOPERATE Турция > Франция actual",
    "Орлов шпионил в пользу Турции.": "COOPERATE Орлов > Турция actual",
    "ЕС перечислил Украине миллиард евро.": "AID ЕС > Украина actual",
    "Китай погасил долг Ирана.": "AID Китай > Иран actual",
    "Орлов летал в Иран.": "CONSULT/visit Орлов > Иран actual",
    "Орлов сделал остановку в Иране.": "CONSULT/visit Орлов > Иран actual",
    "Орлов находился в контакте с Луниным.": "CONSULT Орлов+Лунин >  actual",
    "Турция прислала в Иран переговорщика.": "CONSULT/visit Турция > Иран actual",
    "Орлов почтил своим присутствием Францию.": "CONSULT/visit Орлов > Франция actual",
    "Орлов поклялся в верности Лунину.": "SUPPORT Орлов > Лунин actual",
    "Орлов пользуется доверием Лунина.": "SUPPORT Лунин > Орлов actual",
    "Орлов выразил соболезнования семьям погибших.": "SUPPORT Орлов >  actual",
    "Турция продлила полномочия Орлова.": "SUPPORT Турция > Орлов actual",
    "Орлов положительно отреагировал на решение Франции.": "SUPPORT Орлов > Франция actual",
    "Орлов заверил Лунина, что войска будут выведены.": "AGREE Орлов > Лунин actual",
    "ЕС создал коалицию с ООН.": "AGREE ЕС > ООН actual",
    "Орлов повинился перед Луниным.": "CONCEDE Орлов > Лунин actual",
    "Франция сделала послабления для Ирана.": "CONCEDE Франция > Иран actual",
    "ООН сняла с Орлова обвинения.": "CONCEDE ООН > Орлов actual",
    "Газпром выплатил Орлову вознаграждение.": "COOPERATE Газпром > Орлов actual",
    "Иран перекачивает нефть в Китай.": "COOPERATE Иран > Китай actual",
    "Орлов боролся на стороне Ирана.": "COOPERATE Орлов > Иран actual",
    "Орлов работал на Францию.": "COOPERATE Орлов > Франция actual",
    "Китай стал акционером Газпрома.": "AID Китай > Газпром actual",
    "Орлов бежал из Ирана в Турцию.": "RETREAT Орлов > Иран actual",
    "Орлов уходит с поста министра.": "RETREAT/resign Орлов >  actual",
    "Орлов вышел из ЕС.": "RETREAT/resign Орлов > ЕС actual",
    "ООН приостановила полномочия Орлова.": "RETREAT/resign ООН > Орлов actual",
    "Орлов добивается санкций против Ирана.": "REQUEST Орлов > Иран actual",
    "ООН ходатайствовала об аресте Орлова.": "REQUEST ООН >  actual",
    "Газпром подал заявку в ООН.": "REQUEST Газпром > ООН actual",
    "Орлов внёс в ООН проект резолюции.": "REQUEST Орлов > ООН actual",
    "Орлов усомнился в искренности Ирана.": "ACCUSE/disapprove Орлов > Иран actual",
    "В Иране начался процесс над Орловым.": "ACCUSE/investigate Иран > Орлов actual",
    "ООН изучила деятельность Орлова.": "ACCUSE/investigate ООН > Орлов actual",
    "Орлов отказался от подписания договора с Китаем.": "REJECT Орлов > Китай actual",
    "Франция не согласовала кандидатуру Орлова.": "REJECT Франция > Орлов actual",
    "Китай завернул резолюцию Франции.": "REJECT Китай > Франция actual",
    "ООН оставила жалобу Орлова без рассмотрения.": "REJECT ООН > Орлов actual",
    "Орлов облил краской памятник.": "PROTEST/vandalize Орлов >  actual",
    "Орлов начал голодовку.": "PROTEST/hunger Орлов >  actual",
    "Франция перестала поддерживать Орлова.": "SANCTION/discontinue Франция > Орлов actual",
    "Китайские корабли исследуют воды Турции.": "MOBILIZE/troops Китай > Турция actual",
    "Франция откомандировала сотню полицейских для патрулирования.": "MOBILIZE/police Франция >  actual",
    "США наращивают военную мощь.": "MOBILIZE/troops США >  actual",
    "Орлов проник в компьютеры ООН.": "COERCE/cyber Орлов > ООН actual",
    "По зданию ООН произвели десять выстрелов.": "ASSAULT/firearms  > ООН actual",
    "Иран предпринял попытку свержения Орлова.": "ASSAULT Иран > Орлов actual",
    "Полиция Франции применила силу для разгона толпы.": "ASSAULT Франция >  actual",
    "Снаряд попал в здание ООН.": "ASSAULT/heavy-weapons  > ООН actual",
    "Орлов поужинал с Луниным.": "CONSULT Орлов+Лунин >  actual",
    "Иран вернулся к переговорам с Китаем.": "CONSULT Иран+Китай >  actual",
    "Орлов помирил Турцию с Ираном.": "CONSULT/third-party Орлов > Турция actual",
    "ЕС проголосовал за резолюцию Франции.": "SUPPORT ЕС > Франция actual",
    "Лунин отдал свой голос за Орлова.": "SUPPORT Лунин > Орлов actual",
    "ЕС зарегистрировал Орлова кандидатом.": "SUPPORT ЕС > Орлов actual",
    "Орлов перешел на сторону Турции.": "SUPPORT Орлов > Турция actual",
    "Лунин присягнул Ирану.": "SUPPORT Лунин > Иран actual",
    "США признали город столицей Ирана.": "SUPPORT США > Иран actual",
    "ЕС одобрил законопроект.": "SUPPORT ЕС >  actual",
    "Турция наградила Орлова.": "SUPPORT Турция > Орлов actual",
    "ООН отметила заслуги Орлова.": "SUPPORT ООН > Орлов actual",
    "Китай восстановил Орлова в должности.": "SUPPORT Китай > Орлов actual",
    "Франция согласилась принять раненых.": "AGREE Франция >  actual",
    "Орлов пообещал Ирану деньги.": "AGREE Орлов > Иран actual",
    "Иран согласовал позиции с Китаем.": "AGREE Иран+Китай >  actual",
    "Иран легализовал митинги.": "CONCEDE Иран >  actual",
    "Турция отменила свое решение.": "CONCEDE Турция >  actual",
    "Китай подчинился требованиям США.": "CONCEDE Китай > США actual",
    "Орлов помиловал журналиста.": "CONCEDE Орлов >  actual",
    "Иран поддался давлению США.": "CONCEDE Иран > США actual",
    "Франция отложила введение санкций против Ирана.": "CONCEDE Франция >  actual",
    "Турция купила у Китая танки.": "COOPERATE Турция > Китай actual",
    "Турция предупредила Францию о подготовке теракта.": "COOPERATE Турция > Франция actual",
    "Иран создал с Китаем совместное предприятие.": "COOPERATE Иран > Китай actual",
    "Франция строит завод в Турции.": "COOPERATE Франция > Турция actual",
    "Газпром купил ООН.": "COOPERATE Газпром > ООН actual",
    "Иран получил от Китая вертолеты.": "AID Китай > Иран actual",
    "Китай экипировал армию Ирана.": "AID Китай > Иран actual",
    "Орлов уволился.": "RETREAT/resign Орлов >  actual",
    "США свернули свое присутствие в Иране.": "RETREAT/withdraw США > Иран actual",
    "ЕС уходит из Турции.": "RETREAT/withdraw ЕС > Турция actual",
    "Орлов покинул кабинет министров.": "RETREAT/resign Орлов >  actual",
    "Турция уволила чиновников.": "RETREAT/resign Турция >  actual",
    "Турция вернула Ирану остров.": "RETREAT Турция > Иран actual",
    "Орлов поручил подготовить доклад.": "REQUEST Орлов >  actual",
    "Суд Турции обязал Газпром платить.": "REQUEST Турция > Газпром actual",
    "Франция ждет от Турции извинений.": "REQUEST Франция > Турция actual",
    "ООН запросила у Ирана данные.": "REQUEST ООН > Иран actual",
    "ООН направила Ирану предписание.": "REQUEST ООН > Иран actual",
    "Орлов отговаривал Лунина.": "REQUEST Орлов > Лунин actual",
    "ООН призвала Иран покинуть Турцию.": "REQUEST ООН > Иран actual",
    "Орлов охарактеризовал решение Франции как ошибку.": "ACCUSE/disapprove Орлов > Франция actual",
    "Полиция Франции начала проверку.": "ACCUSE/investigate Франция >  actual",
    "Иран признал Турцию агрессором.": "ACCUSE/disapprove Иран > Турция actual",
    "Турция приступила к расследованию.": "ACCUSE/investigate Турция >  actual",
    "Орлов демонизирует Турцию.": "ACCUSE/disapprove Орлов > Турция actual",
    "Суд Франции отклонил довод.": "REJECT Франция >  actual",
    "Орлов отказался от гражданства Франции.": "REJECT Орлов > Франция actual",
    "Орлов обжалует приговор.": "REJECT Орлов >  actual",
    "ООН не пришлет наблюдателей в Иран.": "REJECT/assist ООН > Иран future",
    "США заблокировали назначение Орлова.": "REJECT США > Орлов actual",
    "Турция не желает обсуждать мир.": "REJECT Турция >  actual",
    "Орлов отмахнулся от Лунина.": "REJECT Орлов > Лунин actual",
    "Турция отказала Орлову в освобождении.": "REJECT Турция > Орлов actual",
    "Турция отозвала свою подпись.": "REJECT Турция >  actual",
    "Орлов отказался подписать договор.": "REJECT Орлов >  actual",
    "Верховный суд Франции отменил выборы.": "REJECT/change Франция >  actual",
    "Орлов игнорирует требования Турции.": "REJECT Орлов > Турция actual",
    "Франция не исключила применения силы против Ирана.": "THREATEN Франция >  actual",
    "США предупредили Китай.": "THREATEN США > Китай actual",
    "Орлов пообещал Ирану возмездие.": "THREATEN Орлов > Иран actual",
    "Орлов угрожал жизни Лунина.": "THREATEN/violence Орлов > Лунин actual",
    "Орлов возглавил восстание против Ирана.": "PROTEST/riot Орлов > Иран actual",
    "Газпром устроил пикет у здания.": "PROTEST/demo Газпром >  actual",
    "Активисты захватили завод Газпрома.": "PROTEST/obstruct  > Газпром actual",
    "ЕС взыскал с Газпрома миллион долларов.": "SANCTION/convict ЕС > Газпром actual",
    "Турция порвала с Ираном.": "SANCTION/discontinue Турция > Иран actual",
    "Турция покинула ООН.": "SANCTION/withdraw Турция > ООН actual",
    "Франция лишила Орлова звания.": "SANCTION/expel Франция > Орлов actual",
    "США урезали помощь Украине.": "SANCTION/withdraw США > Украина actual",
    "Газпром отделился от ООН.": "SANCTION/withdraw Газпром > ООН actual",
    "Китай поднял в воздух истребители.": "MOBILIZE/troops Китай >  actual",
    "Корабли Китая вторглись в территориальные воды Турции.": "MOBILIZE/troops Китай > Турция actual",
    "Иран создает ядерное оружие.": "MOBILIZE/weapons Иран >  actual",
    "Иран завербовал наемников.": "MOBILIZE/militia Иран >  actual",
    "Иран запретил митинги.": "COERCE/restrict Иран >  actual",
    "Китай распустил Газпром.": "COERCE/restrict Китай > Газпром actual",
    "Турция ужесточила законы.": "COERCE/restrict Турция >  actual",
    "Власти Ирана провели обыски в офисе Газпрома.": "COERCE/seize Иран > Газпром actual",
    "Армия Турции освободила город.": "COERCE/seize Турция >  actual",
    "Орлов провел пять лет в турецкой тюрьме.": "COERCE/arrest Турция > Орлов actual",
    "Турция внесла Орлова в список террористов.": "COERCE/restrict Турция > Орлов actual",
    "В Турции введен карантин.": "COERCE/restrict Турция >  actual",
    "Иран завладел Газпромом.": "COERCE/seize Иран > Газпром actual",
    "Турция депортировала мигрантов.": "COERCE/deport Турция >  actual",
    "Турция заблокировала мессенджер.": "COERCE/censor Турция >  actual",
    "Турция не допустила Орлова к выборам.": "COERCE/restrict Турция > Орлов actual",
    "ЕС обезвредил террористов.": "ASSAULT ЕС >  actual",
    "Иран нанес Турции поражение.": "ASSAULT Иран > Турция actual",
    "Турция сбросила бомбы на Иран.": "ASSAULT/aerial Турция > Иран actual",
    "Иран вступил в бой с Турцией.": "ASSAULT Иран > Турция actual",
    "Сбит самолет Турции.": "ASSAULT/destroy  > Турция actual",
    "Иран запустил ракеты по Турции.": "ASSAULT/heavy-weapons Иран > Турция actual",
    "Полицейский Франции подстрелил Орлова.": "ASSAULT/firearms Франция > Орлов actual",
    "Турция подбила самолет Ирана.": "ASSAULT/destroy Турция > Иран actual",
    "У посольства Турции взорвалась бомба.": "ASSAULT/explosives  > Турция actual",
    "Иран подвергнул Орлова пыткам.": "ASSAULT/torture Иран > Орлов actual",
    "Иран отразил нападение Турции.": "ASSAULT Иран > Турция actual",
    "Турция применила газ против демонстрантов.": "ASSAULT/crowd-control Турция >  actual",
}

NO_EVENTS = (
    # the same verbs of things, of rivalry, of a document's own words
    "Газпром задержал рейс.",
    "Иран уступает Китаю по добыче нефти.",
    "Орлов купил машину.",
    "Орлов завоевал титул.",
    "Иран отвоевал очки.",
    "Газпром построил завод.",
    "Орлов настаивает на своей невиновности.",
    "ООН взяла на себя ответственность за работу.",
    "Орлов не признал своей вины.",
    "Орлов спросил Лунина о погоде.",
    "Орлов покинул зал.",
    "Газпром снял фильм.",
    "Иран занял пятое место.",
)


@pytest.mark.parametrize(("text", "expected"), EXAMPLES.items())
def test_a_verb_tells_of_its_event(text: str, expected: str) -> None:
    assert list(map(line, events_of(text))) == [expected]


@pytest.mark.parametrize("text", NO_EVENTS)
def test_what_is_meant_otherwise_is_no_event(text: str) -> None:
    assert events_of(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Орлов пообещал Ирану деньги.", "AGREE Орлов > Иран actual"),
        ("Орлов пообещал Ирану возмездие.", "THREATEN Орлов > Иран actual"),
        ("Орлов пообещал Ирану нанести удар.", "THREATEN Орлов > Иран actual"),
        ("Орлов пообещал Ирану отменить санкции.", "CONCEDE Орлов > Иран actual"),
        ("Орлов пообещал отменить санкции.", "CONCEDE Орлов >  actual"),
        ("Турция согласилась вывести войска из Ирана.", "CONCEDE Турция > Иран actual"),
    ],
)
def test_a_promise_is_what_is_promised(text: str, expected: str) -> None:
    assert list(map(line, events_of(text))) == [expected]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Ирану необходимо вывести войска", "REQUEST Орлов > Иран actual"),
        ("Ирану следует вывести войска", "REQUEST Орлов > Иран actual"),
        ("Иран обязан вывести войска", "REQUEST Орлов > Иран actual"),
        ("Иран подрывает стабильность", "ACCUSE/disapprove Орлов > Иран actual"),
        ("Иран разжигает ненависть", "ACCUSE/disapprove Орлов > Иран actual"),
        ("Иран ранит чувства верующих", "ACCUSE/disapprove Орлов > Иран actual"),
        ("Иран ведёт двойную игру", "ACCUSE/disapprove Орлов > Иран actual"),
        ("Иран мешает переговорам", "ACCUSE/disapprove Орлов > Иран actual"),
    ],
)
def test_who_says_it_demands_or_reproaches(content: str, expected: str) -> None:
    text = f"Орлов заявил, что {content}."
    assert list(map(line, events_of(text, (claim_of(text, content, "Орлов", "заявил"),)))) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Орлов взял самоотвод.", "RETREAT/resign Орлов >  actual"),
        ("Орлов вышел из борьбы.", "RETREAT Орлов >  actual"),
        ("Орлов уступил пост Лунину.", "RETREAT/resign Орлов > Лунин actual"),
        ("Турция дала отпор Ирану.", "THREATEN/violence Турция > Иран actual"),
        ("Турция жестко ответит на действия Ирана.", "THREATEN Турция > Иран future"),
        ("Орлов присоединился к забастовке.", "PROTEST/demo Орлов >  actual"),
        ("США перевели армию в боевую готовность.", "MOBILIZE/troops США >  actual"),
        ("Суд Франции наложил арест на имущество Газпрома.", "COERCE/seize Франция > Газпром actual"),
        ("Китай помогает беженцам.", "AID Китай >  actual"),
        ("Китай закупит истребители.", "AGREE Китай >  future"),
        ("Власти Ирана заморозили около 1700 счетов.", "SANCTION/discontinue Иран >  actual"),
        ("Турция перебросила до 500 солдат к границе.", "MOBILIZE/troops Турция >  actual"),
    ],
)
def test_one_side_alone(text: str, expected: str) -> None:
    assert list(map(line, events_of(text))) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ООН дала показания против Ирана.", "ACCUSE/allege ООН > Иран actual"),
        ("Турция установила контроль над портом Ирана.", "COERCE/seize Турция > Иран actual"),
        ("Турция урегулировала спор с Ираном.", "AGREE Турция+Иран >  actual"),
        ("Турция приостановила исполнение договора с Ираном.", "REJECT Турция > Иран actual"),
        ("Турция получила от Ирана запрос.", "REQUEST Иран > Турция actual"),
        ("Турция скрыла документы от ООН.", "COERCE/withhold Турция > ООН actual"),
    ],
)
def test_a_condition_is_met_on_a_word_of_the_trigger_too(text: str, expected: str) -> None:
    assert list(map(line, events_of(text))) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Войска Турции вошли в Иран.", "MOBILIZE/troops Турция > Иран actual"),
        ("Полиция Франции заняла площадь.", "MOBILIZE/police Франция >  actual"),
        ("Прокуратура Франции заинтересовалась Газпромом.", "ACCUSE/investigate Франция > Газпром actual"),
        ("Турция передала Орлова властям Ирана.", "COOPERATE Турция > Иран actual"),
        ("США нанесли удар по базе в Иране.", "ASSAULT США > Иран actual"),
        ("США обстреляли базу в Иране.", "ASSAULT/heavy-weapons США > Иран actual"),
        ("ЕС обеспокоен ситуацией в Турции.", "ACCUSE/disapprove ЕС > Турция actual"),
        ("Турция отказалась допустить инспекторов ООН.", "REJECT Турция > ООН actual"),
        ("Турция развернула войска на границе с Ираном.", "MOBILIZE/troops Турция > Иран actual"),
        ("На улицы Парижа вышли войска.", "MOBILIZE/troops Франция >  actual"),
        ("Турцию исключили из ООН.", "SANCTION/expel ООН > Турция actual"),
        ("Китай ограничил доступ к сайту ООН.", "COERCE/restrict Китай > ООН actual"),
    ],
)
def test_a_word_that_is_asked_for_where_an_argument_stands_is_that_argument(text: str, expected: str) -> None:
    assert list(map(line, events_of(text))) == [expected]


@pytest.mark.parametrize("form", ["Иран намерен", "Турция намерена", "США намерены"])
def test_every_form_of_an_intention_is_one(form: str) -> None:
    assert line(events_of(f"{form} атаковать Францию.")[0]).startswith("THREATEN")
