import { requiredScopes, type ToolDescription } from './tool-description.ts';

/**
 * What an administrator pastes into Canvas as a developer key by "Paste JSON"
 * (https://developerdocs.instructure.com/services/canvas/external-tools/lti/file.lti_dev_key_config).
 */
export function canvasDeveloperKey(tool: ToolDescription): Record<string, unknown> {
  const placement = (name: string): Record<string, unknown> => ({
    placement: name,
    message_type: 'LtiDeepLinkingRequest',
    target_link_uri: tool.launchUrl,
    text: tool.name,
    icon_url: tool.iconUrl,
    enabled: true,
  });
  return {
    title: tool.name,
    description: tool.description,
    target_link_uri: tool.launchUrl,
    oidc_initiation_url: tool.loginUrl,
    public_jwk_url: tool.keysUrl,
    scopes: requiredScopes,
    custom_fields: {
      // a copied course keeps its labs by these
      context_id_history: '$Context.id.history', resource_link_id_history: '$Activity.id.history',
      // whom an observer accompanies: without e-mail addresses Canvas says it nowhere else
      observed_users: '$com.instructure.User.observees',
      canvas_course_id: '$Canvas.course.id', canvas_assignment_id: '$Canvas.assignment.id',
    },
    extensions: [
      {
        platform: 'canvas.instructure.com',
        domain: tool.domain,
        tool_id: 'cloudclass',
        privacy_level: 'name_only',
        settings: { text: tool.name, icon_url: tool.iconUrl, placements: ['assignment_selection', 'link_selection'].map(placement) },
      },
    ],
  };
}
