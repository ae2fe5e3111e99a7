package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a model says of the order of its tasks is read from its drawing, and from nothing else. */
class ModelShapeTests {

    private static ModelShape shape(String process) throws IOException {
        return ModelShape.of(Files.readString(Path.of("bpmn", process)));
    }

    private static ModelShape drawn(String process) {
        return ModelShape.of("<d:definitions xmlns:d='http://www.omg.org/spec/BPMN/20100524/MODEL'><d:process id='p'>"
                + process + "</d:process></d:definitions>");
    }

    private static String flow(String from, String to) {
        return "<d:sequenceFlow id='f' sourceRef='" + from + "' targetRef='" + to + "'/>";
    }

    @Test
    void leadsOnlyToWhatComesNextOnSomeWay() {
        ModelShape shape =
                drawn("<d:startEvent id='s'/><d:userTask id='a'/><d:exclusiveGateway id='g'/><d:userTask id='b'/>"
                        + "<d:userTask id='c'/><d:endEvent id='e'/>" + flow("s", "a") + flow("a", "g") + flow("g", "b")
                        + flow("g", "c")
                        + flow("b", "c") + flow("c", "e"));

        assertThat(shape.leadsTo("a", List.of())).isTrue();
        assertThat(shape.leadsTo("b", List.of())).isFalse();
        assertThat(shape.leadsTo("b", List.of("c"))).isFalse();
        assertThat(shape.leadsTo("b", List.of("a"))).isTrue();
        assertThat(shape.before("b")).containsExactly("a");
        assertThat(shape.before("c")).containsExactlyInAnyOrder("a", "b");
        assertThat(shape.mayComeAgain("c")).isFalse();
        assertThat(shape.has("c")).isTrue();
        assertThat(shape.has("g")).isFalse();
    }

    /** The boundary event leads on although the task was not done. */
    @Test
    void letsWhatInterruptsATaskLeadOnWithoutIt() {
        ModelShape shape =
                drawn("<d:startEvent id='s'/><d:userTask id='a'/><d:boundaryEvent id='late' attachedToRef='a'/>"
                        + "<d:userTask id='b'/><d:endEvent id='e'/>" + flow("s", "a") + flow("a", "b")
                        + flow("late", "b")
                        + flow("b", "e"));

        assertThat(shape.leadsTo("b", List.of())).isTrue();
    }

    @Test
    void letsATaskOfSeveralPeopleBeDoneByNobodyOrByMany() {
        ModelShape shape =
                drawn("<d:startEvent id='s'/><d:userTask id='a'><d:multiInstanceLoopCharacteristics/></d:userTask>"
                        + "<d:userTask id='b'/>" + flow("s", "a") + flow("a", "b"));

        assertThat(shape.leadsTo("b", List.of())).isTrue();
        assertThat(shape.mayComeAgain("a")).isTrue();
        assertThat(shape.mayComeAgain("b")).isFalse();
    }

    @Test
    void letsWhatLiesOnALoopOrBesideTheRestComeAgain() {
        ModelShape shape =
                drawn("<d:startEvent id='s'/><d:subProcess id='sub'><d:startEvent id='t'/><d:userTask id='a'/>"
                        + "<d:endEvent id='u'/>" + flow("t", "a") + flow("a", "u")
                        + "<d:subProcess id='beside' triggeredByEvent='true'><d:startEvent id='v' isInterrupting='false'/>"
                        + "<d:userTask id='c'/>" + flow("v", "c") + "</d:subProcess></d:subProcess><d:userTask id='b'/>"
                        + "<d:exclusiveGateway id='g'/>" + flow("s", "sub") + flow("sub", "b") + flow("b", "g")
                        + flow("g", "sub"));

        assertThat(shape.leadsTo("b", List.of())).isFalse();
        assertThat(shape.before("b")).containsExactly("a");
        assertThat(shape.mayComeAgain("a")).isTrue();
        assertThat(shape.mayComeAgain("c")).isTrue();
        assertThat(shape.leadsTo("c", List.of())).isTrue();
    }

    /** A nurse's answer from the drawing: nobody reads an outcome that no service answered for and reported. */
    @Test
    void readsTheModelsThatPeopleAreOn() throws IOException {
        ModelShape referral = shape("referral/partner-referral.bpmn");
        assertThat(referral.leadsTo("UserTask_RespondToReferral", List.of())).isTrue();
        assertThat(referral.leadsTo("UserTask_ReadOutcome", List.of("UserTask_RespondToReferral")))
                .isFalse();
        assertThat(referral.before("UserTask_ReadOutcome")).contains("UserTask_ReportOutcome");
        assertThat(referral.mayComeAgain("UserTask_RespondToReferral")).isTrue();

        ModelShape pathway = shape("pathway/dementia-pathway.bpmn");
        assertThat(pathway.before("UserTask_AgreeSupportPlan"))
                .containsExactlyInAnyOrder("UserTask_MakeWelcomeContact", "UserTask_ReviewPathway");
        assertThat(pathway.before("UserTask_MakeWelcomeContact")).containsExactly("UserTask_NameCoordinator");
        assertThat(pathway.mayComeAgain("UserTask_NameCoordinator")).isFalse();
        assertThat(pathway.mayComeAgain("UserTask_AgreeSupportPlan")).isTrue();
    }
}
