package org.waymark.insight.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Milestone;
import org.waymark.insight.WaitingCurve;
import org.waymark.insight.WaitingCurve.Median;
import org.waymark.insight.WaitingCurve.Step;
import org.waymark.insight.WaitsBetween;
import org.waymark.insight.WaitsBetween.Outcome;
import org.waymark.insight.WaitsBetween.Span;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Figure;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** Puts a waiting curve into words, figures, a drawing and its table. */
@Component
class CurveAnswer {

    private static final List<Column> IN_FILE = List.of(
            Column.hours("After"),
            Column.of("At risk"),
            Column.of("Arrived then"),
            Column.of("Still waiting"),
            Column.of("Interval from"),
            Column.of("Interval to"));

    private final AnswerPages pages;
    private final Words words;

    CurveAnswer(AnswerPages pages, Words words) {
        this.pages = pages;
        this.words = words;
    }

    /** A death is not waited for: a curve that ends with it speaks of living. */
    private static boolean isOfLiving(Span span) {
        return span.to() == Milestone.DIED;
    }

    private String label(Span span, Outcome outcome) {
        return isOfLiving(span) ? words.code("Living", outcome.name()) : words.of(outcome);
    }

    private List<Column> columns(Span span) {
        return List.of(
                Column.hours("After"),
                Column.of(label(span, Outcome.WAITING)),
                Column.of("95 % interval"),
                Column.of("At risk"),
                Column.of(label(span, Outcome.REACHED) + " by then"));
    }

    Answer of(Span span, WaitsBetween.Answer answer, Address address) {
        WaitingCurve curve = answer.curve();
        String way = "from “" + words.of(span.from()) + "” to “" + words.of(span.to()) + "”";
        List<String> notes = new ArrayList<>();
        if (answer.count(Outcome.BEFORE) > 0) {
            notes.add((answer.count(Outcome.BEFORE) == 1
                            ? "One had"
                            : words.number(answer.count(Outcome.BEFORE)) + " more had")
                    + " reached the second milestone before the first, and had nothing to wait for.");
        }
        if (curve.people() < AnswerPages.FEW) {
            return new Answer(
                    curve.people() == 0
                            ? "Nobody began the way " + way + " in this period."
                            : "Fewer than five began the way " + way + " in this period. Of so few no times are told.",
                    answer.count(Outcome.WAITING) == 0 ? List.of() : List.of(whoTheyAre(span, address)),
                    null,
                    new Table(
                            "The curve as a table",
                            columns(span),
                            List.of(),
                            curve.people() == 0 ? "Nobody" : "Too few to tell",
                            "Choose a longer period, or leave something out."),
                    null,
                    notes);
        }
        notes.add(
                "Somebody who still waits counts as long as they have waited, and so does somebody who left before: by"
                        + " a death, a move, or a referral that ended. An average of those who arrived would leave both out. An assessment is complete when all who were asked have answered or the round was closed.");
        notes.add(
                "The curve is that of Kaplan and Meier, its interval Greenwood’s with a log-log transform. The period is"
                        + " that of the first milestone; how it went on is followed until now. At risk are those whose wait had lasted so long and was still followed."
                        + " Times are counted in hours begun.");
        return new Answer(
                lead(span, curve, way),
                figures(span, answer, address),
                curve.longest() == 0 ? null : CurveDrawing.of(curve),
                new Table("The curve as a table", columns(span), rows(curve), "", ""),
                new Table("The curve", IN_FILE, steps(curve), "", ""),
                notes);
    }

    private Figure whoTheyAre(Span span, Address address) {
        return new Figure(
                label(span, Outcome.WAITING),
                "Who they are",
                null,
                address.at("/insight/curve/people", "of", Outcome.WAITING.name()));
    }

    private String lead(Span span, WaitingCurve curve, String way) {
        Median median = curve.median();
        String began = words.number(curve.people()) + " began the way " + way + ". ";
        if (isOfLiving(span)) {
            return began
                    + (median.hours() == null
                            ? "More than half are living."
                            : "Half had died " + within(median.hours()) + ", counting those who are living.");
        }
        return began
                + (median.hours() == null
                        ? "Fewer than half have arrived so far, so nobody can say yet how long half of them take."
                        : "Half arrived " + within(median.hours()) + ", counting those who still wait.");
    }

    private List<Figure> figures(Span span, WaitsBetween.Answer answer, Address address) {
        WaitingCurve curve = answer.curve();
        Median median = curve.median();
        Times times =
                curve.reached() < AnswerPages.FEW ? null : curve.ofReached().orElse(null);
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "Half within",
                median.hours() == null ? "not yet known" : words.span(median.hours()),
                median.low() == null ? null : "95 % interval: " + pages.between(median.low(), median.high()),
                null));
        figures.add(new Figure(
                isOfLiving(span) ? "Of those who died" : "Of those who arrived",
                times == null ? "too few to tell" : "half within " + words.span(times.half()),
                times == null ? null : "nine of ten within " + words.span(times.nineOfTen()),
                null));
        for (Outcome outcome : List.of(Outcome.WAITING, Outcome.REACHED, Outcome.LEFT)) {
            figures.add(new Figure(
                    label(span, outcome),
                    words.number(answer.count(outcome)),
                    null,
                    answer.count(outcome) == 0 ? null : address.at("/insight/curve/people", "of", outcome.name())));
        }
        return figures;
    }

    private String within(int hours) {
        return hours == 0 ? "at once" : "within " + words.span(hours);
    }

    private List<List<Cell>> rows(WaitingCurve curve) {
        return CurveDrawing.marks(Math.max(1, curve.longest())).stream()
                .map(hours -> {
                    Step step = curve.at(hours).orElse(null);
                    long arrived = curve.steps().stream()
                            .filter(one -> one.hours() <= hours)
                            .mapToLong(Step::reached)
                            .sum();
                    return List.of(
                            pages.span(hours),
                            AnswerPages.percent(step == null ? 1 : step.waiting()),
                            Cell.of(step == null ? "–" : interval(step)),
                            pages.number(curve.atRisk(hours)),
                            pages.number(arrived));
                })
                .toList();
    }

    private static String interval(Step step) {
        return step.waiting() == 0 ? "–" : Math.round(step.low() * 100) + " to " + Math.round(step.high() * 100) + " %";
    }

    private static List<List<Cell>> steps(WaitingCurve curve) {
        return curve.steps().stream()
                .map(step -> Arrays.<@Nullable Object>asList(
                                step.hours(),
                                step.atRisk(),
                                step.reached(),
                                thousandths(step.waiting()),
                                thousandths(step.low()),
                                thousandths(step.high()))
                        .stream()
                        .map(value -> Cell.of("", value))
                        .toList())
                .toList();
    }

    private static double thousandths(double share) {
        return Math.round(share * 1000) / 1000.0;
    }

    String heading(Span span, Outcome outcome) {
        return words.of(span.from()) + " to " + words.of(span.to()) + ": "
                + label(span, outcome).toLowerCase(Locale.UK);
    }
}
