package org.waymark.lives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.BeforeTry;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.spring.JqwikSpringSupport;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.lives.Life.Step;
import org.waymark.lives.Life.What;
import org.waymark.pathway.NobodyIsLost;
import org.waymark.support.Care;
import org.waymark.support.CareRule;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.WorklistCheck;

/**
 * Lives in which anything happens at any moment. A failing life is told in words, and its seed repeats it. {@code mvn
 * verify} lives some of them; {@code mvn -Plives test} lives two thousand and shrinks one that fails to the fewest steps.
 */
@WaymarkTest
@JqwikSpringSupport
class RandomLivesTests {

    private static final Reached REACHED = new Reached();

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RepositoryService models;

    @Autowired
    Care care;

    @Autowired
    MockMvc mvc;

    @Autowired
    NobodyIsLost nobodyIsLost;

    @Autowired
    WorklistCheck check;

    @BeforeTry
    void aMonday() {
        WaymarkDatabase.clean();
        care.begin();
    }

    @AfterTry
    void backToToday() throws IOException {
        care.end();
        REACHED.note(jdbc);
        REACHED.report(models);
    }

    @Provide
    Arbitrary<Step> steps() {
        Arbitrary<What> what = Arbitraries.frequency(
                Tuple.of(12, What.WORK),
                Tuple.of(4, What.TIME),
                Tuple.of(4, What.RECORD),
                Tuple.of(2, What.WANDER),
                Tuple.of(1, What.TAKE_BACK),
                Tuple.of(1, What.PAUSE),
                Tuple.of(1, What.AGAIN),
                Tuple.of(2, What.ROOM));
        return Combinators.combine(what, Arbitraries.integers().between(1, 60), Arbitraries.longs())
                .as(Step::new);
    }

    /** As many long ones as short ones. */
    @Provide
    Arbitrary<List<Step>> lives() {
        return steps().list().ofMinSize(1).ofMaxSize(40).withSizeDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<Integer> carers() {
        return Arbitraries.integers().between(0, 2);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(SeedOfTheRun.class)
    @CareRule({1, 2})
    void nobodyIsLostAndEveryLifeCanStillEnd(
            @ForAll("lives") List<Step> steps, @ForAll("carers") int carers, @ForAll long seed) throws Exception {
        lived(steps, carers, seed);
    }

    /** Otherwise a failing life could not be lived again. */
    @Example
    void theSameSeedLivesTheSameLife() throws Exception {
        List<Step> steps = steps().list().ofSize(40).sample();
        String once = lived(steps, 2, 1).toString();
        backToToday();
        aMonday();
        assertThat(lived(steps, 2, 1)).hasToString(once);
    }

    private Life lived(List<Step> steps, int carers, long seed) throws Exception {
        // A birthday is a day to be gentle about, so it decides when things happen, as all that the seed decides.
        var intake = care.somebody().bornOn(LocalDate.of(1930, 1, 1).plusDays(Math.floorMod(seed, 7000)));
        for (int carer = 0; carer < carers; carer++) {
            intake.withCarer("Carer " + (carer == 0 ? "One" : "Two"));
        }
        var life = new Life(care, mvc, nobodyIsLost, check, intake.registered());
        life.nobodyIsLost();
        for (Step step : steps) {
            life.live(step);
            life.nobodyIsLost();
        }
        life.canBeLookedAt();
        life.leadsSomewhere();
        life.canStillEnd(seed);
        life.canBeLookedAt();
        return life;
    }

    /** {@code -Dlives.seed=…} lives the lives of that seed. */
    static final class SeedOfTheRun implements AroundPropertyHook {

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            String seed = System.getProperty("lives.seed", "");
            if (!seed.isEmpty()) {
                context.attributes().setSeed(seed);
            }
            return property.execute();
        }

        /** Before anything is made of the seed. */
        @Override
        public int aroundPropertyProximity() {
            return -100;
        }
    }
}
