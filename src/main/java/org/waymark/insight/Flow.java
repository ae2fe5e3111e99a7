package org.waymark.insight;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.FlowMemory.Held;

/**
 * What happened on all pathways until a moment, and what a question leaves of it. What belongs to nobody's work is judged by
 * the pathway: it belongs to the organisation that received the person, and to the coordinator's team. For one question, and
 * for one thread.
 */
final class Flow {

    private static final byte LEFT_OUT = 0;
    private static final byte ASKED = 1;
    private static final byte BY_PATHWAY = 2;

    /**
     * Pathways for which a part of the question is true that a fact says nothing about; null where it was not asked. Most
     * questions never need them.
     */
    record OfPathways(
            @Nullable Supplier<ByPathway<Boolean>> organisation,
            @Nullable Supplier<ByPathway<Boolean>> team) {}

    private final List<Way> ways;
    private final List<Happening> happenings;
    private final byte[] answers;
    private final long begin;
    private final long until;
    private final long now;
    private final Question question;
    private final OfPathways pathways;

    /** The pathway that was asked about last, as facts are gone through pathway by pathway. */
    private @Nullable Way last;

    private boolean isLastOfOrganisation;
    private boolean isLastOfTeam;

    Flow(Held held, Question question, OfPathways pathways, long begin, long until, long now) {
        this.ways = held.ways();
        this.question = question;
        this.pathways = pathways;
        this.begin = begin;
        this.until = until;
        this.now = now;
        this.happenings = held.happenings();
        answers = new byte[happenings.size()];
        for (int i = 0; i < happenings.size(); i++) {
            answers[i] = answer(happenings.get(i));
        }
    }

    private byte answer(Happening what) {
        if (!isSame(question.process(), what.process())
                || (question.version() != null && question.version() != what.version())
                || !isSame(question.service(), what.service())
                || !isSame(question.stage(), what.stage())
                || !isSame(question.needsCode(), what.needsCode())
                || (what.organisation() != null && !isSame(question.organisation(), what.organisation()))
                || (what.team() != null && !isSame(question.team(), what.team()))) {
            return LEFT_OUT;
        }
        boolean isOpen = (question.organisation() != null && what.organisation() == null)
                || (question.team() != null && what.team() == null);
        return isOpen ? BY_PATHWAY : ASKED;
    }

    private static boolean isSame(@Nullable String asked, @Nullable String said) {
        return asked == null || asked.equals(said);
    }

    List<Way> ways() {
        return ways;
    }

    Happening what(int number) {
        return happenings.get(number);
    }

    /** Numbers of happenings are smaller. */
    int happenings() {
        return happenings.size();
    }

    /** Whether the question is about it, whenever it was. */
    boolean asks(Way way, Happening what) {
        return asks(way, what.number());
    }

    /** @param number of what happened */
    boolean asks(Way way, int number) {
        byte answer = answers[number];
        return answer == ASKED || (answer == BY_PATHWAY && isOfPathway(way, happenings.get(number)));
    }

    /** Whether it is of the model that the question is about, if it is about one. */
    boolean isOfModel(Happening what) {
        return isSame(question.process(), what.process());
    }

    /** Whether the question is about the pathway itself. */
    boolean asks(Way way) {
        look(way);
        return isLastOfOrganisation && isLastOfTeam;
    }

    private boolean isOfPathway(Way way, Happening what) {
        look(way);
        return (what.organisation() != null || isLastOfOrganisation) && (what.team() != null || isLastOfTeam);
    }

    private void look(Way way) {
        if (way != last) {
            last = way;
            isLastOfOrganisation = isOf(pathways.organisation(), way);
            isLastOfTeam = isOf(pathways.team(), way);
        }
    }

    private static boolean isOf(@Nullable Supplier<ByPathway<Boolean>> asked, Way way) {
        return asked == null || asked.get().of(way) != null;
    }

    /** A fact of a way. */
    interface Visitor {
        void visit(Way way, int fact, Happening what);
    }

    /** For which happenings something is true, by their numbers: asked for each of them and not for each fact. */
    boolean[] where(Predicate<Happening> condition) {
        boolean[] is = new boolean[happenings.size()];
        for (int i = 0; i < is.length; i++) {
            is[i] = condition.test(happenings.get(i));
        }
        return is;
    }

    private boolean[] asked(Predicate<Happening> kind) {
        return where(what -> answers[what.number()] != LEFT_OUT && kind.test(what));
    }

    /** Goes through what lies in the period and the question is about. */
    void visit(Predicate<Happening> kind, Visitor visitor) {
        boolean[] isAsked = asked(kind);
        for (Way way : ways) {
            if (!way.isIn(begin, until)) {
                continue;
            }
            int end = way.from(until);
            for (int i = way.from(begin); i < end; i++) {
                int number = way.number(i);
                if (isAsked[number] && asks(way, number)) {
                    visitor.visit(way, i, way.what(i));
                }
            }
        }
    }

    /** Goes through the turns of pathways in the period, as far as the question is about them. */
    void visitTurns(Visitor visitor) {
        for (Way way : ways) {
            if (!way.isIn(begin, until)) {
                continue;
            }
            for (int turn : way.turns()) {
                if (way.at(turn) >= begin && way.at(turn) < until && asks(way, way.number(turn))) {
                    visitor.visit(way, turn, way.what(turn));
                }
            }
        }
    }

    /** A happening and how many facts say it. */
    interface CountVisitor {
        void visit(Happening what, long facts);
    }

    /** Goes through what the question is about, with how many facts of the period say it. */
    void count(CountVisitor visitor) {
        long[] counts = new long[happenings.size()];
        for (Way way : ways) {
            if (way.isIn(begin, until)) {
                count(way, counts);
            }
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                visitor.visit(happenings.get(i), counts[i]);
            }
        }
    }

    private void count(Way way, long[] counts) {
        int end = way.from(until);
        for (int i = way.from(begin); i < end; i++) {
            int number = way.number(i);
            if (asks(way, number)) {
                counts[number]++;
            }
        }
    }

    /** The end of a step. */
    interface EndVisitor {
        void visit(Way way, Ends ends, int end, Happening what);
    }

    /** Goes through the steps that ended in the period and the question is about. */
    void visitEnds(Predicate<Happening> kind, EndVisitor visitor) {
        boolean[] isAsked = asked(kind);
        for (Way way : ways) {
            if (!way.isIn(begin, until)) {
                continue;
            }
            Ends ends = way.ends();
            int after = ends.from(way.from(until));
            for (int end = ends.from(way.from(begin)); end < after; end++) {
                int number = ends.number(end);
                if (isAsked[number] && asks(way, number)) {
                    visitor.visit(way, ends, end, happenings.get(number));
                }
            }
        }
    }

    long begin() {
        return begin;
    }

    long until() {
        return until;
    }

    long now() {
        return now;
    }
}
