package org.waymark.workflow;

import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandContextListener;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.jspecify.annotations.Nullable;

/**
 * What may become a process variable: names that the process declares, values that are an id, a code, a flag, a number
 * or a date. Checked on what any command is about to store, so that it holds for facades, delegates, engine REST and
 * Cockpit alike. Refusals name the variable and never its value.
 */
final class VariableRules extends CommandInterceptor implements CommandContextListener {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /** What the engine itself keeps of a task for several. */
    private static final Set<String> OF_THE_ENGINE =
            Set.of("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "loopCounter");

    /** The given values, if all of them may be stored; the names are checked when they are. */
    static Map<String, Object> checked(Map<String, ?> variables) {
        variables.forEach(VariableRules::checkValue);
        return new HashMap<>(variables);
    }

    /** As {@link #checked(Map)}, and no name may be missing from the list. */
    static Map<String, Object> checked(Map<String, ?> variables, Collection<String> allowed) {
        for (String name : variables.keySet()) {
            if (!allowed.contains(name)) {
                throw new IllegalArgumentException("Not a variable that may be stored here: " + name);
            }
        }
        return checked(variables);
    }

    private static void checkValue(String name, @Nullable Object value) {
        boolean isAllowed = value == null
                || (value instanceof String text && CODE.matcher(text).matches())
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Date;
        if (!isAllowed) {
            throw new IllegalArgumentException("Not a value that may be stored in the variable " + name);
        }
    }

    @Override
    public <T> T execute(Command<T> command) {
        // Once for a command and all those inside it: a context holds a listener only once.
        Context.getCommandContext().registerCommandContextListener(this);
        return next.execute(command);
    }

    @Override
    public void onCommandContextClose(CommandContext context) {
        DbEntityManager entities = context.getDbEntityManager();
        for (VariableInstanceEntity variable : entities.getCachedEntitiesByType(VariableInstanceEntity.class)) {
            if (entities.isDirty(variable) && !entities.isDeleted(variable)) {
                check(variable);
            }
        }
    }

    private static void check(VariableInstanceEntity variable) {
        String name = variable.getName();
        if (OF_THE_ENGINE.contains(name)) {
            return;
        }
        String definitionId = variable.getProcessDefinitionId();
        if (!Timers.isKeptDate(name)
                && !declared(definitionId).contains(name)
                && !declaredLater(definitionId).contains(name)) {
            throw new IllegalArgumentException("The process does not declare the variable " + name);
        }
        // Without its value read as what it claims to be: no class of a stranger's choice is ever loaded.
        checkValue(name, variable.getTypedValue(false).getValue());
    }

    private static Set<String> declared(@Nullable String definitionId) {
        return definitionId == null
                ? Set.of()
                : ModelProperties.variables(EngineCommands.definition(Context.getCommandContext(), definitionId));
    }

    /** The Java of today also runs the models of yesterday, and may give them what only the latest version knows. */
    private static Set<String> declaredLater(@Nullable String definitionId) {
        if (definitionId == null) {
            return Set.of();
        }
        CommandContext context = Context.getCommandContext();
        String process = EngineCommands.definition(context, definitionId).getKey();
        return ModelProperties.variables(context.getProcessEngineConfiguration()
                .getDeploymentCache()
                .findDeployedLatestProcessDefinitionByKey(process));
    }

    @Override
    public void onCommandFailed(CommandContext context, Throwable cause) {
        // Nothing was stored.
    }
}
