package org.waymark.lives;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import net.jqwik.spring.JqwikSpringSupport;
import org.springframework.beans.factory.annotation.Autowired;
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
 * Lives in which anything happens at any moment. A failing life is shrunk to the fewest steps and told in words, and its
 * seed repeats it. {@code mvn verify} lives some of them, {@code mvn -Plives test} two thousand.
 */
@WaymarkTest
@JqwikSpringSupport
class RandomLivesTests {

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
    void backToToday() {
        care.end();
    }

    @Provide
    Arbitrary<Step> steps() {
        Arbitrary<What> what =
                Arbitraries.frequency(Tuple.of(6, What.WORK), Tuple.of(2, What.TIME), Tuple.of(1, What.RECORD));
        return Combinators.combine(what, Arbitraries.integers().between(1, 60), Arbitraries.longs())
                .as(Step::new);
    }

    @Provide
    Arbitrary<List<Step>> lives() {
        return steps().list().ofMinSize(1).ofMaxSize(40);
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    @CareRule({1, 2})
    void nobodyIsLostAndEveryLifeCanStillEnd(
            @ForAll("lives") List<Step> steps, @ForAll("carers") int carers, @ForAll long seed) throws Exception {
        var intake = care.somebody();
        for (int carer = 0; carer < carers; carer++) {
            intake.withCarer("Carer " + (carer == 0 ? "One" : "Two"));
        }
        var life = new Life(care, mvc, nobodyIsLost, check, intake.registered());
        life.nobodyIsLost();
        for (Step step : steps) {
            life.live(step);
            life.nobodyIsLost();
        }
        life.canStillEnd(seed);
        life.nobodyIsLost();
    }

    @Provide
    Arbitrary<Integer> carers() {
        return Arbitraries.integers().between(0, 2);
    }
}
