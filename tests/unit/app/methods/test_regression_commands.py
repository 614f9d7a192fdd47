"""outlier, impute and rate as commands: what goes in by R's names comes out by R's names, and every row comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from kostra.app.methods import imputing, outlier, rate
from kostra.app.methods.declared import Answer, Method, Written, check
from kostra.app.methods.table import Table, read, write
from kostra.model.errors import Refused

CONTENT = b"""id,k,x,y,x2,p
0301,a,10,31,9,
0302,a,20,59,19,
0303,a,30,NA,29,
0304,a,40,122,,
0305,a,50,148,48,1
0306,b,10,31,9,
0307,b,20,58,19,
0308,b,0,5,29,
0309,b,,,33,
0310,b,50,150,,
0312,,50,7,,
"""
IN = {"id-name": "id", "y-name": "y", "strata-name": "k"}
REGRESSION = {**IN, "x-name": "x"}
IMPUTED = {**IN, "x-name": ["x"]}


def run(method: Method, written: Mapping[str, Written], content: bytes = CONTENT) -> Answer:
    table = read(content, "inn.csv")
    return method.run(table, check(method, table, written))


def lines(answer: Answer, name: str = "") -> list[str]:
    return write(
        answer.further[name] if name else answer.columns, Table("", read(CONTENT, "").shape, (), {}).shape
    ).splitlines()


def test_impute_in_one_stage() -> None:
    answer = run(imputing.IMPUTE, {**IMPUTED, "method": "ratio"})
    header, *rows = lines(answer)
    assert header == ("id,x,y,strata,category123,y_imputed,y_hat,r_stud,dffits,hii,leave_out_resid,reason")
    assert [row.split(",")[0] for row in rows] == [row.split(",")[0] for row in CONTENT.decode().splitlines()[1:]]
    assert rows[2] == "0303,30,,a,3,90,90,,,,,mangler y"
    assert rows[7].endswith("x er ikke over null")
    assert rows[8].endswith("mangler x")
    assert rows[10].endswith("mangler stratum")
    assert lines(answer, "strata")[0] == (
        "strata,status,n,n_imputed,n_missing,estimate,cv,estimate_y_hat,estimate_orig,coef,coef_b,n_model,sigma_hat,"
        "se_estimate,se_robust"
    )
    assert lines(answer, "total")[1].startswith("11,1,1,701,")
    assert answer.notes[-1] == "Enheter uten både egen verdi og modell, som ikke er med i estimatet: 1."


def test_the_short_names_are_the_same_flags() -> None:
    long = run(imputing.IMPUTE, {**IMPUTED, "method": "ratio"})
    short = run(imputing.IMPUTE, {"id": "id", "y": "y", "strata-name": "k", "x": ["x"], "method": "ratio"})
    assert lines(short) == lines(long)


def test_the_mean_needs_no_explaining_variable() -> None:
    answer = run(imputing.IMPUTE, {**IN, "method": "mean"})
    assert lines(answer)[3].startswith("0303,,,a,3,90,90,")
    assert lines(run(outlier.OUTLIER, {**IN, "method": "mean"}))[1].startswith("0301,,31,a,0,")


def test_impute_in_two_stages() -> None:
    written = {**IN, "x1-name": "x", "x2-name": "x2", "method1": "ratio", "method2": "ratio"}
    answer = run(imputing.IMPUTE, written)
    header, *rows = lines(answer)
    assert header.startswith("id,x1,x2,y,strata,y_imputed,a_category123,a_y_hat,a_r_stud,")
    assert ",b_category123,b_y_hat," in header
    found = dict(zip(header.split(","), rows[8].split(","), strict=True))
    assert (found["a_category123"], found["b_category123"]) == ("0", "3")
    assert found["y_imputed"] == found["b_y_hat"] != ""
    assert "a_se_estimate" in lines(answer, "strata")[0]
    assert lines(answer, "total")[0].endswith("a_n_imputed_total,b_n_imputed_total")
    assert lines(answer, "total")[1].startswith("11,2,0,")


def test_impute_from_history() -> None:
    written: dict[str, Written] = {**IN, "x-name": ["x2", "x"], "method": "history"}
    header, *rows = lines(run(imputing.IMPUTE, written))
    assert header == "id,x,y,strata,category123,y_hat,y_imputed,r_stud,leave_out_resid,var_imputed,reason"
    assert rows[2] == "0303,29,,a,3,29,29,,,x2,"
    assert rows[3].split(",")[9] == "y"
    turned = lines(run(imputing.IMPUTE, {**written, "reverse": True}))
    assert turned[3] == "0303,30,,a,3,30,30,,,x,"
    assert turned[9] == "0309,33,,b,3,33,33,,,x2,"


def test_outlier_does_not_judge_what_is_missing() -> None:
    header, *rows = lines(run(outlier.OUTLIER, {**REGRESSION, "method": "ratio"}))
    assert header == "id,x,y,strata,outlier,y_hat,r_stud,dffits,hii,leave_out_resid,lim_lo,lim_up,reason"
    assert [row.split(",")[4] for row in rows] == ["0", "0", "", "0", "0", "0", "0", "", "", "0", ""]


def test_a_limit_that_is_lowered_is_told() -> None:
    answer = run(outlier.OUTLIER, {**REGRESSION, "limit-model": "6", "limit-iterate": "3"})
    assert answer.notes[0] == "--limit-model er satt ned til 3: den kan ikke være over de andre grensene."
    assert np.unique(answer.columns["lim_up"]).tolist() == [3]


def test_a_limit_of_nought_replaces_nothing() -> None:
    content = CONTENT.replace(b"0305,a,50,148", b"0305,a,50,99000")
    assert "99000" not in lines(run(imputing.IMPUTE, {**IMPUTED, "method": "mean"}, content))[5].split(",")[5]
    kept = run(imputing.IMPUTE, {**IMPUTED, "method": "mean", "limit-impute": "0"}, content)
    assert lines(kept)[5].split(",")[4:6] == ["2", "99000"]


def test_rate() -> None:
    answer = run(rate.RATE, {"id": "id", "x": "x", "y": "y", "strata": "k", "exclude": "p"})
    header, *rows = lines(answer)
    assert header == (
        "id,x,y,strata,s_flag,.strata,x_pop,x_utv,y_pop,y_utv,y_beta,y_beta_ex,y_rstud,y_hat,y_g,y_imp,y_flag,reason"
    )
    assert rows[4] == "0305,50,148,a,1,surprise_strata,100,100,2,2,,,,,,148,ex,"
    assert rows[2].startswith("0303,30,,a,0,a,100,70,4,3,")
    assert rows[10].endswith('7,ex,"mangler x eller stratum, telt med egen verdi"')
    header, first, *_ = lines(answer, "strata")
    assert header == (
        "strata,x_pop,x_utv,y_pop,y_utv,y_beta,y_est,y_var,y_ub,y_lb,y_cv1,y_cv2,y_cv3,y_v1,y_v2,y_v3,status"
    )
    assert float(first.split(",")[6]) == pytest.approx((31 + 59 + 122) / 70 * 100)
    assert lines(answer, "extremes")[0] == "id,.strata,x,y,y_utv,y_est,y_est_ex,y_g,y_rstud,y_g_grense,y_rstud_grense"
    assert answer.notes == ("Enheter som mangler y og ikke kan få noen verdi: 1.",)


REFUSED: list[tuple[Callable[[], Answer], str]] = [
    (lambda: run(imputing.IMPUTE, {**IMPUTED, "x1-name": "x", "x2-name": "x2"}), "--x-name hører ikke sammen med"),
    (lambda: run(imputing.IMPUTE, {**IN, "x1-name": "x"}), "--x2-name mangler"),
    (lambda: run(imputing.IMPUTE, {**IMPUTED, "method1": "ratio"}), "--method1 hører ikke sammen med"),
    (lambda: run(imputing.IMPUTE, {**IN, "method": "ratio"}), "--x-name skal gis én gang"),
    (lambda: run(imputing.IMPUTE, {**IN, "method": "history"}), "--x-name mangler"),
    (lambda: run(imputing.IMPUTE, {"id-name": "id", "x-name": ["x"]}), "--y-name mangler"),
    (lambda: run(imputing.IMPUTE, {**IMPUTED, "reverse": True}), "--reverse hører ikke sammen med"),
    (lambda: run(outlier.OUTLIER, {**IN, "method": "ratio"}), "--x-name mangler"),
    (
        lambda: run(
            rate.RATE,
            {"id": "id", "x": "x", "y": "y", "exclude": "p"},
            CONTENT.replace(b"0303,a,30,NA,29,", b"0303,a,30,NA,29,1"),
        ),
        "Enheten «0303» er merket i «p», men mangler y.",
    ),
]


@pytest.mark.parametrize(("ask", "said"), REFUSED)
def test_what_does_not_go_together_is_refused_with_what_to_do(ask: Callable[[], Answer], said: str) -> None:
    with pytest.raises(Refused, match=re.escape(said)) as refused:
        ask()
    assert refused.value.message.endswith((".", ")"))


def test_strata_that_could_not_be_estimated_are_named() -> None:
    content = b"id,k,x,y\n1,a,1,2\n2,a,2,5\n3,b,3,\n"
    answer = run(imputing.IMPUTE, {**IMPUTED, "method": "ratio"}, content)
    assert answer.notes[:2] == (
        "For få enheter til at noen kan prøves mot de andre: stratum «a».",
        "For få enheter til en modell: stratum «b».",
    )
