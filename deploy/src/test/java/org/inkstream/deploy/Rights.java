package org.inkstream.deploy;

import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What Strimzi's user operator makes of a {@code KafkaUser}: rights in Kafka's own terms. */
final class Rights {

  private Rights() {}

  /** The rights of a user, as Kafka keeps them. */
  static List<AclBinding> of(KafkaUser user) {
    List<AclBinding> bindings = new ArrayList<>();
    KafkaUserAuthorizationSimple simple =
        (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
    for (AclRule rule : simple.getAcls()) {
      rule.getOperations()
          .forEach(
              operation ->
                  bindings.add(
                      new AclBinding(
                          pattern(rule.getResource()),
                          new AccessControlEntry(
                              "User:" + user.getMetadata().getName(),
                              "*",
                              operation(operation.toValue()),
                              AclPermissionType.ALLOW))));
    }
    return bindings;
  }

  private static ResourcePattern pattern(AclRuleResource resource) {
    if (resource instanceof AclRuleTopicResource topic) {
      return pattern(ResourceType.TOPIC, topic.getName(), topic.getPatternType().toValue());
    } else if (resource instanceof AclRuleGroupResource group) {
      return pattern(ResourceType.GROUP, group.getName(), group.getPatternType().toValue());
    } else if (resource instanceof AclRuleTransactionalIdResource id) {
      return pattern(ResourceType.TRANSACTIONAL_ID, id.getName(), id.getPatternType().toValue());
    }
    throw new AssertionError("a right to " + resource);
  }

  private static ResourcePattern pattern(ResourceType type, String name, String kind) {
    return new ResourcePattern(
        type, name, kind.equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL);
  }

  /** Strimzi writes {@code DescribeConfigs}, Kafka {@code DESCRIBE_CONFIGS}. */
  private static AclOperation operation(String name) {
    return AclOperation.valueOf(
        name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }
}
