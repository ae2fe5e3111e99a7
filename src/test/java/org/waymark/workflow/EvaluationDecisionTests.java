package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Workflow.Evaluation;

@WaymarkTest
class EvaluationDecisionTests {

    @Autowired
    Workflow workflow;

    @Autowired
    JdbcClient jdbc;

    @Test
    void saysWhatCameOutWhichRuleMatchedAndWhy() {
        Evaluation evaluation = workflow.evaluate("pathway-stage", stage("6a", null));

        assertThat(evaluation.text("stage")).isEqualTo("MODERATE");
        assertThat(evaluation.version()).isPositive();
        assertThat(evaluation.inputs()).containsEntry("functionalLevel", "6a").containsEntry("cdrGlobal", null);
        assertThat(evaluation.matchedRules()).hasSize(1);
        assertThat(evaluation.reasons()).hasSize(1).noneMatch(String::isBlank);
        assertThat(evaluation.reasons()).isNotEqualTo(evaluation.matchedRules());
    }

    @Test
    void namesOnlyTheRulesOfTheDecisionItselfAndNotOfThoseItRequires() {
        Evaluation evaluation = workflow.evaluate(
                "sudden-change",
                inputs("previousStage", "MILD", "stage", "SEVERE", "daysSincePrevious", 30, "hoursToDays", false));

        assertThat(evaluation.text("check")).isEqualTo("DELIRIUM_CHECK");
        assertThat(evaluation.matchedRules()).hasSize(1);
    }

    @Test
    void refusesUnlessExactlyTheDeclaredInputsAreGiven() {
        Map<String, @Nullable Object> none = Map.of();
        assertThatThrownBy(() -> workflow.evaluate("pathway-stage", none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cdrGlobal, functionalLevel");
        assertThatThrownBy(() -> workflow.evaluate("pathway-stage", inputs("functionalLevel", "4")))
                .isInstanceOf(IllegalArgumentException.class);
        Map<String, @Nullable Object> oneTooMany = stage("4", null);
        oneTooMany.put("functionallevel", "4");
        assertThatThrownBy(() -> workflow.evaluate("pathway-stage", oneTooMany))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsAFailureWithoutWhatWasAsked() {
        assertThatThrownBy(() -> workflow.evaluate("pathway-stage", stage("4", "secret of the person")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void leavesNoTraceInTheEngine() {
        workflow.evaluate("pathway-stage", stage("7c", 3));

        List<String> columns = jdbc.sql("""
                        select table_name || '.' || column_name from information_schema.columns
                         where table_schema = 'public' and table_name like 'act\\_%' and data_type in ('text', 'character varying')
                           and table_name not like 'act\\_re\\_%' and table_name not like 'act\\_ge\\_%'
                        """).query(String.class).list();
        assertThat(columns).hasSizeGreaterThan(300);
        for (String column : columns) {
            String[] parts = column.split("\\.", -1);
            assertThat(jdbc.sql("select count(*) from " + parts[0] + " where " + parts[1]
                                    + " in ('7c', 'ADVANCED', 'functionalLevel', 'pathway-stage')")
                            .query(Long.class)
                            .single())
                    .as(column)
                    .isZero();
        }
        assertThat(jdbc.sql("select count(*) from act_hi_decinst")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static Map<String, @Nullable Object> stage(@Nullable String level, @Nullable Object cdr) {
        return inputs("functionalLevel", level, "cdrGlobal", cdr);
    }

    private static Map<String, @Nullable Object> inputs(@Nullable Object... pairs) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            inputs.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return inputs;
    }
}
