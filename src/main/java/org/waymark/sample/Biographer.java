package org.waymark.sample;

import static org.waymark.sample.Sheet.with;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.forms.Answers;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.PalliativeOnPathway;
import org.waymark.sample.Course.Turn;
import org.waymark.sample.Paperwork.Desk;
import org.waymark.workflow.WorkItem;

/**
 * Tells one simulated person's way up to now: the processes give out work, whoever has it gets to it in their {@link Pace},
 * and life goes its {@link Course}. Nothing here says what comes next; that is what the processes are for.
 */
@Component
@ConditionalOnProperty("waymark.sample")
class Biographer {

    /** How far back the stories go. */
    static final Duration PAST = Duration.ofDays(548);

    private static final String COORDINATOR = "coordinator";
    private static final String PERSONAL = "enter-paper-answers";

    private final Storyteller teller;
    private final LifeEvents lifeEvents;
    private final PalliativeOnPathway palliative;

    Biographer(Storyteller teller, LifeEvents lifeEvents, PalliativeOnPathway palliative) {
        this.teller = teller;
        this.lifeEvents = lifeEvents;
        this.palliative = palliative;
    }

    /** Somebody who came at that time; all of it is told when this returns. */
    PathwayRef tell(int number, Instant arrival, long seed) {
        var life = new Life(number, seed);
        life.begin(arrival);
        life.goOn();
        return life.pathway();
    }

    private record Happening(Instant at, Runnable act) {}

    private final class Life {

        private final int number;
        private final long seed;
        private final RandomGenerator random;
        private final Course course;
        private final Paperwork paperwork;
        private final List<Happening> ahead = new ArrayList<>();
        private final Map<String, Instant> plans = new HashMap<>();
        private final Map<String, Instant> handIns = new HashMap<>();
        private final Map<String, RandomGenerator> chances = new HashMap<>();
        private final Map<String, Integer> likeIt = new HashMap<>();
        private Instant came = Instant.EPOCH;
        private @Nullable Story story;

        Life(int number, long seed) {
            this.number = number;
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.course = Course.draw(random);
            this.paperwork =
                    new Paperwork(course, random.nextInt(10), random.nextBoolean() ? COORDINATOR : "colleague");
        }

        /**
         * What chance does to one piece of work, whenever it comes and whatever came before it: another hour of the start makes no
         * other lives.
         */
        private RandomGenerator chance(WorkItem task) {
            return chances.computeIfAbsent(task.taskId(), id -> {
                String like = task.formId() + " " + task.service() + " " + task.about();
                int before = likeIt.merge(like, 1, Integer::sum);
                return new SplittableRandom(seed + 31L * like.hashCode() + before);
            });
        }

        private Pace pace(RandomGenerator chance) {
            return new Pace(chance, teller.now().minus(PAST), teller.now());
        }

        PathwayRef pathway() {
            return Objects.requireNonNull(story).pathway();
        }

        void begin(Instant arrival) {
            came = pace(random).atWork(arrival, 0);
            story = teller.registerAt(
                    came,
                    Newcomer.drawn(
                            number, course, teller.today(), LocalDate.ofInstant(came, WorkingDays.ZONE), random));
            course.turns().forEach(turn -> ahead.add(new Happening(on(turn.day()), () -> turn(turn))));
            course.diesOn()
                    .filter(day -> random.nextDouble() < Rates.ON_REGISTER)
                    .ifPresent(day -> {
                        int before = Math.max(30, day - random.nextInt(20, 200));
                        if (before < day) {
                            ahead.add(new Happening(on(before), () -> addToRegister(before)));
                        }
                    });
            ahead.sort(Comparator.comparing(Happening::at));
        }

        private Instant on(int day) {
            return pace(random).atWork(came.plus(Duration.ofDays(day)), 1);
        }

        private int day() {
            return (int) Duration.between(came, teller.moment()).toDays();
        }

        /** One thing after another, whatever comes first: work that somebody gets to, life, or what happens by itself. */
        void goOn() {
            Instant now = teller.now();
            boolean isOver = false;
            while (!isOver) {
                Happening next = next(now);
                if (!teller.passOnce(pathway(), next == null ? now : next.at())) {
                    isOver = next == null;
                    if (next != null) {
                        ahead.remove(next);
                        next.act().run();
                    }
                }
            }
        }

        /** What somebody does next, or life brings; null when nothing of it comes before now. */
        private @Nullable Happening next(Instant now) {
            Happening first = ahead.isEmpty() ? null : ahead.get(0);
            for (WorkItem task : teller.open(pathway())) {
                Instant at = plans.computeIfAbsent(task.taskId(), id -> plan(task));
                if (first == null || at.isBefore(first.at())) {
                    first = new Happening(at, () -> work(task));
                }
            }
            return first == null || first.at().isAfter(now) ? null : first;
        }

        /** When somebody will get to it. */
        private Instant plan(WorkItem task) {
            RandomGenerator chance = chance(task);
            if (task.formId().equals(PERSONAL) && chance.nextDouble() >= course.returns()) {
                return Instant.MAX;
            }
            Pace.Slot slot = pace(chance).of(task);
            handIns.put(task.taskId(), slot.handedIn());
            return slot.begun();
        }

        private void work(WorkItem task) {
            Instant handIn = handIns.get(task.taskId());
            if (task.assignee() == null && handIn != null && handIn.isAfter(teller.moment())) {
                teller.claim(teller.whose(task), task);
                plans.put(task.taskId(), handIn);
                return;
            }
            Viewer by = teller.whose(task);
            var desk = new Desk(
                    teller.day(),
                    day(),
                    teller.raterOf(task),
                    Paperwork.ASKS_WHAT_IS_SHOWN.contains(task.formId()) ? teller.shown(by, task) : Map.of());
            teller.handIn(by, task, paperwork.fill(task, desk, chance(task)));
        }

        private void turn(Turn turn) {
            switch (turn.kind()) {
                case CHANGED -> changed();
                case MOVED_TO_CARE_HOME -> movedToCareHome();
                case DIED -> died(turn.day());
            }
        }

        private void changed() {
            if (random.nextDouble() >= Rates.CHANGE_REPORTED) {
                return;
            }
            record(
                    "report-change",
                    with("reportedBy", course.carers() == 0 ? "STAFF" : "CARER")
                            .on("changedOn", teller.day())
                            .and("hoursToDays", "NO")
                            .and("whatChanged", "Needs another kind of help than at the last assessment.")
                            .safe(),
                    (by, answers) -> lifeEvents.reportChange(by, pathway(), teller.day(), false, answers));
        }

        private void movedToCareHome() {
            record(
                    "record-care-home-move",
                    with("careHome", "Meadow House")
                            .on("movedInOn", teller.day())
                            .and("permanent", "YES"),
                    (by, answers) -> lifeEvents.movedToCareHome(by, pathway(), teller.day(), answers));
        }

        private void died(int day) {
            LocalDate on = LocalDate.ofInstant(came.plus(Duration.ofDays(day)), WorkingDays.ZONE);
            record(
                    "record-death",
                    with("placeOfDeath", paperwork.placeOfDeath(day))
                            .on("diedOn", on)
                            .and("reportedBy", "CARER"),
                    (by, answers) -> lifeEvents.end(by, pathway(), LifeEvents.Kind.DIED, on, answers));
            ahead.clear();
        }

        private void addToRegister(int day) {
            record(
                    "add-to-palliative-register",
                    with("need", "DECLINE")
                            .and("needNote", "Eats less, and sleeps through most of the day.")
                            .and("code", course.daysLeft(day) > 60 ? "GREEN" : "AMBER"),
                    (by, answers) -> palliative.add(by, pathway(), answers));
        }

        private void record(String form, Sheet sheet, BiConsumer<Viewer, Answers> act) {
            Objects.requireNonNull(story).recorded(COORDINATOR, form, sheet, act);
        }
    }
}
