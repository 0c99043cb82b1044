import datetime

import pytest

from kg.sources.dates import DateError, day_of

DAY = datetime.date(2022, 4, 25)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        datetime.datetime(2022, 4, 25, 23, 59),
        1650900000,
        1650900000000,
        "1650900000",
        "2022-04-25",
        "2022-04-25T23:30:00+03:00",
        "2022-04-25 10:00:00 UTC",
        "20220425T1200Z",
        "2022/4/25",
        "Mon, 25 Apr 2022 00:30:00 +0300",  # the 24th in UTC
        "25.04.2022",
        "25.04.2022 12:05",
        "25/04/22",
        "25 апреля 2022, 12:05",
        "понедельник, 25 апреля 2022 года",
        "April 25, 2022",
    ],
)
def test_days_in_many_forms(value: object) -> None:
    assert day_of(value) == DAY


@pytest.mark.parametrize("value", [None, "", "  ", float("nan")])
def test_no_day(value: object) -> None:
    assert day_of(value) is None


@pytest.mark.parametrize("value", ["вчера", "12:05", "2022", "2022-13-45", "2099-01-01", "нет", True, [2022], 1e30])
def test_what_is_no_day(value: object) -> None:
    with pytest.raises(DateError):
        day_of(value)
