package org.waymark.workflow.cockpit;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Role;

/**
 * What Cockpit lets whom do, written into the engine at each start: coordinators read, operators read and mend. All of it
 * is granted by definition, so that no task or instance brings a row of its own, and nobody may complete a task there.
 */
@Component
class EngineGrants {

    private record Grant(Role group, Resource resource, String id, List<Permission> permissions) {

        Grant(Role group, Resource resource, String id, Permission... permissions) {
            this(group, resource, id, Arrays.asList(permissions));
        }
    }

    private static final List<Grant> GRANTS = List.of(
            new Grant(Role.COORDINATOR, Resources.APPLICATION, "cockpit", Permissions.ACCESS),
            new Grant(
                    Role.COORDINATOR,
                    Resources.PROCESS_DEFINITION,
                    ANY,
                    ProcessDefinitionPermissions.READ,
                    ProcessDefinitionPermissions.READ_INSTANCE,
                    ProcessDefinitionPermissions.READ_TASK,
                    ProcessDefinitionPermissions.READ_HISTORY),
            // Cockpit's page of human tasks counts through these two, and would say 0 without.
            new Grant(Role.COORDINATOR, Resources.TASK, ANY, Permissions.READ),
            new Grant(Role.OPERATOR, Resources.TASK, ANY, Permissions.READ),
            new Grant(Role.COORDINATOR, Resources.DECISION_DEFINITION, ANY, Permissions.READ),
            new Grant(Role.COORDINATOR, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ),
            new Grant(Role.OPERATOR, Resources.APPLICATION, "cockpit", Permissions.ACCESS),
            new Grant(
                    Role.OPERATOR,
                    Resources.PROCESS_DEFINITION,
                    ANY,
                    ProcessDefinitionPermissions.READ,
                    ProcessDefinitionPermissions.READ_INSTANCE,
                    ProcessDefinitionPermissions.READ_TASK,
                    ProcessDefinitionPermissions.READ_HISTORY,
                    ProcessDefinitionPermissions.UPDATE_INSTANCE,
                    ProcessDefinitionPermissions.SUSPEND_INSTANCE,
                    ProcessDefinitionPermissions.RETRY_JOB),
            new Grant(Role.OPERATOR, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY),
            new Grant(Role.OPERATOR, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ),
            new Grant(Role.OPERATOR, Resources.DEPLOYMENT, ANY, Permissions.READ),
            new Grant(Role.OPERATOR, Resources.BATCH, ANY, Permissions.READ));

    private final AuthorizationService authorizations;
    private final JdbcClient jdbc;

    EngineGrants(AuthorizationService authorizations, JdbcClient jdbc) {
        this.authorizations = authorizations;
        this.jdbc = jdbc;
    }

    @EventListener(ApplicationStartedEvent.class)
    @Transactional
    void grant() {
        // Two nodes that start together would both find a grant missing, and the second one fail to write it.
        jdbc.sql("select pg_advisory_xact_lock(hashtext('waymark.engine-grants'))")
                .query((row, n) -> true)
                .single();
        GRANTS.forEach(this::grant);
    }

    private void grant(Grant grant) {
        var present = authorizations
                .createAuthorizationQuery()
                .groupIdIn(grant.group.code())
                .resourceType(grant.resource)
                .resourceId(grant.id)
                .singleResult();
        var granted = present == null ? authorizations.createNewAuthorization(AUTH_TYPE_GRANT) : present;
        granted.setGroupId(grant.group.code());
        granted.setResource(grant.resource);
        granted.setResourceId(grant.id);
        granted.setPermissions(grant.permissions.toArray(Permission[]::new));
        authorizations.saveAuthorization(granted);
    }
}
