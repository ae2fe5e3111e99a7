package org.waymark.workflow;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.decisions.CellsReadOnce;

/** Makes the engine Waymark's: its clock, its variables, its listeners, and our tables in its transaction. */
@Component
@Order
class WorkflowPlugin extends AbstractProcessEnginePlugin {

    private final ModelListener models;
    private final ProjectionWriter projections;
    private final LaterTelling laterTelling;
    private final WaymarkClock clock;

    WorkflowPlugin(ModelListener models, ProjectionWriter projections, LaterTelling laterTelling, WaymarkClock clock) {
        this.models = models;
        this.projections = projections;
        this.laterTelling = laterTelling;
        this.clock = clock;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setCustomPreBPMNParseListeners(with(engine.getCustomPreBPMNParseListeners(), models));
        engine.setCustomSessionFactories(with(engine.getCustomSessionFactories(), projections));
        engine.setCustomJobHandlers(with(engine.getCustomJobHandlers(), laterTelling));
        var decisions = (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        decisions.getCustomPostDecisionEvaluationListeners().add(new MatchedRules());
        decisions.setFeelEngineFactory(() -> new CellsReadOnce(new ScalaFeelEngineFactory().createInstance()));
        engine.setDmnEngineConfiguration(decisions);
        // An interceptor knows the next of its chain, so each chain needs its own.
        engine.setCustomPreCommandInterceptorsTxRequired(
                with(engine.getCustomPreCommandInterceptorsTxRequired(), new EngineClock(clock)));
        engine.setCustomPreCommandInterceptorsTxRequiresNew(
                with(engine.getCustomPreCommandInterceptorsTxRequiresNew(), new EngineClock(clock)));
        engine.setCustomPostCommandInterceptorsTxRequired(
                with(engine.getCustomPostCommandInterceptorsTxRequired(), new VariableRules()));
        engine.setCustomPostCommandInterceptorsTxRequiresNew(
                with(engine.getCustomPostCommandInterceptorsTxRequiresNew(), new VariableRules()));
    }

    private static <T> List<T> with(@Nullable List<T> present, T added) {
        List<T> all = present == null ? new ArrayList<>() : new ArrayList<>(present);
        all.add(added);
        return all;
    }
}
