package org.waymark.insight.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd;
import org.waymark.insight.Deprivation;
import org.waymark.insight.Deprivation.Held;
import org.waymark.insight.Fairness;
import org.waymark.insight.Fairness.Clock;
import org.waymark.insight.Fairness.Figures;
import org.waymark.insight.Fairness.Grouping;
import org.waymark.insight.Fairness.Row;
import org.waymark.insight.Question;
import org.waymark.insight.WaitingCurve.Median;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** Whether some people wait longer than others. */
@Component
class FairnessAnswer implements Answering {

    private static final String TOO_FEW = "Too few to tell";

    private final Fairness fairness;
    private final Deprivation deprivation;
    private final AnswerPages pages;
    private final Words words;

    FairnessAnswer(Fairness fairness, Deprivation deprivation, AnswerPages pages, Words words) {
        this.fairness = fairness;
        this.deprivation = deprivation;
        this.pages = pages;
        this.words = words;
    }

    @Override
    public String name() {
        return "fairness";
    }

    /** No more than these: from two answers that differ by one small choice a hidden number could be taken. */
    @Override
    public Set<String> fields() {
        return Set.of("period", "process", "by");
    }

    @Override
    public int usualDays() {
        return 365;
    }

    @Override
    public String usualModel() {
        return "dementia-pathway";
    }

    @Override
    public Answer answer(Viewer viewer, Question question, Address address) {
        Grouping by = address.by() == null || address.by().isBlank() ? Grouping.LIVING_ALONE : grouping(address.by());
        List<Clock> clocks = fairness.clocks(viewer, question, by);
        Held held = by == Grouping.DEPRIVATION ? deprivation.held(viewer).orElse(null) : null;
        List<List<Cell>> rows = new ArrayList<>();
        List<List<Cell>> inFile = new ArrayList<>();
        for (Clock clock : clocks) {
            rows.add(row(clock, "Everybody", clock.all(), null, null));
            inFile.add(fileRow(clock, "Everybody", clock.all(), null));
            for (Row row : clock.groups()) {
                String of = by + "." + clock.process() + "." + clock.element() + "." + row.group();
                rows.add(row(
                        clock,
                        label(by, row.group(), held),
                        row.figures(),
                        clock.all(),
                        address.at("/insight/fairness/people", "of", of)));
                inFile.add(fileRow(clock, label(by, row.group(), held), row.figures(), clock.all()));
            }
        }
        return new Answer(
                by == Grouping.DEPRIVATION && held == null
                        ? "No list of districts by deprivation has been loaded, so that it is not known of anybody."
                        : lead(by, clocks),
                List.of(),
                null,
                new Table(
                        "By " + words.of(by).toLowerCase(Locale.UK),
                        List.of(
                                Column.of("Step"),
                                Column.of("Group"),
                                Column.of("People"),
                                Column.of("Late"),
                                Column.of("Half within"),
                                Column.of("Against everybody")),
                        rows,
                        "Nobody",
                        "No step with a clock began for anybody in this period with these choices."),
                new Table(
                        "By group",
                        List.of(
                                Column.of("Step"),
                                Column.of("Group"),
                                Column.of("People"),
                                Column.of("Late"),
                                Column.of("Share late"),
                                Column.of("Share late, interval from"),
                                Column.of("Share late, interval to"),
                                Column.hours("Half within"),
                                Column.hours("Half within, interval from"),
                                Column.hours("Half within, interval to"),
                                Column.of("Against everybody")),
                        inFile,
                        "",
                        ""),
                notes(held));
    }

    private List<String> notes(@Nullable Held held) {
        return List.of(
                held == null
                        ? "Deprivation is that of the postcode district, from a list that a manager or an administrator loads at “Deprivation of districts”."
                        : "Deprivation is that of the postcode district, from “" + held.name() + "” (" + held.source()
                                + "), of "
                                + words.day(held.statedOn())
                                + ": districts differ within, and it says nothing of one person’s means. Who lives in a district that"
                                + " is not in it counts as not known.",
                "Everybody counts once at a step: the first time it began for them in the period. Late is a step that ended after"
                        + " its date, or is open after it and not paused. Half within counts those who still wait, and those for whom the step became"
                        + " needless, as long as they waited (Kaplan and Meier). Groups are as they are on record today.",
                "Both intervals hold the true number 95 times of 100: that of the share is Wilson’s, that of the time is of the waiting"
                        + " curve. “More often late” is said when the whole interval of a group lies above the share of everybody, “less often” when"
                        + " it lies below. Of twenty groups that do not differ one is still said to.",
                "Groups of fewer than five are not told. So that nobody can work them out from the total, the next smallest are not told with them,"
                        + " until those not told differ in size and some but not all of them were late. Two periods that differ by a few days"
                        + " can still tell of the few between them: do not publish both.",
                "Ethnicity is as people say it themselves, by the five broad groups of the sixteen categories of the NHS Data Dictionary: the"
                        + " categories are so small here that hardly any could be told. Not stated are those who would rather not say, not known"
                        + " those whom nobody has asked. Members of staff are never compared here.");
    }

    private String lead(Grouping by, List<Clock> clocks) {
        if (clocks.isEmpty()) {
            return "No step with a clock began in this period.";
        }
        long later = clocks.stream()
                .flatMap(clock -> clock.groups().stream().map(row -> against(row.figures(), clock.all())))
                .filter(Against.MORE::equals)
                .count();
        long hidden = clocks.stream()
                .flatMap(clock -> clock.groups().stream())
                .filter(row -> row.figures() == null)
                .count();
        return (later == 0
                        ? "By " + words.of(by).toLowerCase(Locale.UK)
                                + ", no group that can be told is late more often than everybody"
                        : "By " + words.of(by).toLowerCase(Locale.UK) + ", " + words.number(later)
                                + (later == 1 ? " group is" : " groups are")
                                + " late more often than everybody at a step")
                + (hidden == 0
                        ? "."
                        : "; " + words.number(hidden)
                                + (hidden == 1 ? " row is of too few to tell." : " rows are of too few to tell."));
    }

    /** How a group stands against everybody, said with a shape and in words. */
    private enum Against {
        MORE("▲ more often late"),
        LESS("▼ less often late"),
        SAME("= no clear difference");

        private final String said;

        Against(String said) {
            this.said = said;
        }
    }

    private static @Nullable Against against(@Nullable Figures group, @Nullable Figures all) {
        if (group == null || all == null) {
            return null;
        }
        double usual = all.share().value();
        return group.share().low() > usual ? Against.MORE : group.share().high() < usual ? Against.LESS : Against.SAME;
    }

    private List<Cell> row(
            Clock clock, String group, @Nullable Figures figures, @Nullable Figures all, @Nullable String href) {
        Cell step = Cell.noted(clock.name(), words.process(clock.process()));
        if (figures == null) {
            return List.of(step, Cell.of(group), Cell.of(TOO_FEW), Cell.of("–"), Cell.of("–"), Cell.of("–"));
        }
        Median half = figures.half();
        Against against = against(figures, all);
        return List.of(
                step,
                Cell.of(group),
                href == null ? pages.number(figures.people()) : pages.people(figures.people(), href),
                Cell.noted(
                        percent(figures.share().value()) + " %",
                        words.number(figures.late()) + " of " + words.number(figures.people()) + ", 95 % interval: "
                                + percent(figures.share().low()) + " to "
                                + percent(figures.share().high()) + " %"),
                half.hours() == null && half.low() == null
                        ? Cell.of("not yet known")
                        : Cell.noted(half.hours() == null ? "not yet known" : words.span(half.hours()), interval(half)),
                Cell.of(against == null ? "–" : against.said));
    }

    private String interval(Median half) {
        if (half.low() == null) {
            return "no interval yet";
        }
        return "95 % interval: " + pages.between(half.low(), half.high());
    }

    private static long percent(double share) {
        return Math.round(share * 100);
    }

    private List<Cell> fileRow(Clock clock, String group, @Nullable Figures figures, @Nullable Figures all) {
        String step = clock.name() + " (" + words.process(clock.process()) + ")";
        Against against = against(figures, all);
        Stream<@Nullable Object> values = figures == null
                ? Stream.of(step, group, TOO_FEW, null, null, null, null, null, null, null, null)
                : Stream.of(
                        step,
                        group,
                        figures.people(),
                        figures.late(),
                        thousandths(figures.share().value()),
                        thousandths(figures.share().low()),
                        thousandths(figures.share().high()),
                        figures.half().hours(),
                        figures.half().low(),
                        figures.half().high(),
                        against == null ? null : against.said.substring(2));
        return values.map(value -> Cell.of("", value)).toList();
    }

    private static double thousandths(double share) {
        return Math.round(share * 1000) / 1000.0;
    }

    private String label(Grouping by, String group, @Nullable Held held) {
        if (group.equals(Fairness.NOT_KNOWN)) {
            return "Not known";
        }
        return switch (by) {
            case AREA -> group;
            case DEPRIVATION -> part(group, held);
            case LANGUAGE -> group.substring(0, 1).toUpperCase(Locale.UK) + group.substring(1);
            default -> words.code("FairnessGroup", group);
        };
    }

    private static String part(String digits, @Nullable Held held) {
        String part = digits.startsWith("0") ? digits.substring(1) : digits;
        return part
                + (part.equals("1")
                        ? " (most deprived)"
                        : held != null && part.equals(String.valueOf(held.parts())) ? " (least deprived)" : "");
    }

    @Override
    public Crowd people(Viewer viewer, Question question, String of, @Nullable String after) {
        String[] parts = parts(of);
        return fairness.people(viewer, question, grouping(parts[0]), parts[1], parts[2], parts[3], after);
    }

    @Override
    public String heading(Question question, String of) {
        String[] parts = parts(of);
        return words.of(grouping(parts[0])) + ": " + label(grouping(parts[0]), parts[3], null);
    }

    private static String[] parts(String of) {
        String[] parts = of.split("\\.", 4);
        if (parts.length < 4) {
            throw new NotVisible();
        }
        return parts;
    }

    private static Grouping grouping(String name) {
        return Stream.of(Grouping.values())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(NotVisible::new);
    }
}
