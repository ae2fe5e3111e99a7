package org.waymark.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.waymark.sample.Rates.Move;
import org.waymark.sample.Rates.Severity;

/**
 * What life brings a made-up person from the day they come onto the pathway, drawn from {@link Rates}: nobody of the staff
 * knows it beforehand, and they write down what of it they see.
 *
 * @param turns in the order in which they come
 * @param returns the chance that somebody of theirs returns a personal form
 */
record Course(
        Severity entry,
        List<Turn> turns,
        boolean livesAlone,
        int carers,
        boolean isStrained,
        double returns,
        Grief grief) {

    private static final double DAYS_A_MONTH = 365.25 / 12;
    private static final int MONTHS = 60;

    /** What the bereaved will need. */
    enum Grief {
        UNIVERSAL,
        TARGETED,
        SPECIALIST
    }

    enum Kind {
        CHANGED,
        MOVED_TO_CARE_HOME,
        DIED
    }

    /**
     * @param day since they came
     * @param severity from then on
     */
    record Turn(int day, Kind kind, Severity severity) {}

    static Course draw(RandomGenerator random) {
        Severity entry = entry(random.nextDouble());
        List<Turn> turns = turns(entry, random);
        double grief = random.nextDouble();
        return new Course(
                entry,
                turns,
                random.nextDouble() < Rates.LIVES_ALONE,
                random.nextDouble() < Rates.NO_CARER ? 0 : random.nextDouble() < Rates.SECOND_CARER ? 2 : 1,
                random.nextDouble() < Rates.HIGH_STRAIN,
                random.nextDouble(Rates.RETURNED_AT_LEAST, Rates.RETURNED_AT_MOST),
                grief < Rates.BEREAVED_SPECIALIST
                        ? Grief.SPECIALIST
                        : grief < Rates.BEREAVED_SPECIALIST + Rates.BEREAVED_TARGETED
                                ? Grief.TARGETED
                                : Grief.UNIVERSAL);
    }

    private static Severity entry(double drawn) {
        double upTo = 0;
        for (Severity severity : Severity.values()) {
            upTo += Rates.entering(severity);
            if (drawn < upTo) {
                return severity;
            }
        }
        return Severity.SEVERE;
    }

    private static List<Turn> turns(Severity entry, RandomGenerator random) {
        List<Turn> turns = new ArrayList<>();
        OptionalInt careHome = careHome(random.nextDouble());
        Severity severity = entry;
        for (int month = 0; month < MONTHS; month++) {
            int day = (int) ((month + random.nextDouble()) * DAYS_A_MONTH);
            double drawn = random.nextDouble();
            double upTo = Rates.deathAMonth(severity);
            if (drawn < upTo) {
                turns.add(new Turn(day, Kind.DIED, severity));
                break;
            }
            for (Move move : Rates.MOVES) {
                if (move.from() == severity) {
                    upTo += move.aMonth();
                    if (drawn < upTo) {
                        severity = move.to();
                        turns.add(new Turn(day, Kind.CHANGED, severity));
                        break;
                    }
                }
            }
        }
        int last = turns.isEmpty()
                ? Integer.MAX_VALUE
                : turns.get(turns.size() - 1).day();
        boolean died = !turns.isEmpty() && turns.get(turns.size() - 1).kind() == Kind.DIED;
        careHome.ifPresent(day -> {
            if (!died || day < last) {
                turns.add(new Turn(day, Kind.MOVED_TO_CARE_HOME, before(turns, entry, day)));
            }
        });
        turns.sort(Comparator.comparingInt(Turn::day));
        return List.copyOf(turns);
    }

    private static Severity before(List<Turn> turns, Severity entry, int day) {
        return turns.stream()
                .filter(turn -> turn.day() <= day)
                .map(Turn::severity)
                .reduce(entry, (earlier, later) -> later);
    }

    /** The day on which the drawn share has moved, evenly between the years that the source gives; none beyond the last. */
    private static OptionalInt careHome(double drawn) {
        int years = 0;
        double share = 0;
        for (Rates.CareHome until : Rates.CARE_HOME) {
            if (drawn < until.share()) {
                double of = (drawn - share) / (until.share() - share);
                return OptionalInt.of((int) ((years + of * (until.years() - years)) * 365.25));
            }
            years = until.years();
            share = until.share();
        }
        return OptionalInt.empty();
    }

    Severity severityOn(int day) {
        return before(turns, entry, day);
    }

    boolean isInCareHome(int day) {
        return turns.stream().anyMatch(turn -> turn.kind() == Kind.MOVED_TO_CARE_HOME && turn.day() <= day);
    }

    Optional<Integer> diesOn() {
        return turns.stream()
                .filter(turn -> turn.kind() == Kind.DIED)
                .map(Turn::day)
                .findFirst();
    }

    /** Very many for those who will live on. */
    int daysLeft(int day) {
        return diesOn().map(last -> last - day).orElse(Integer.MAX_VALUE);
    }
}
