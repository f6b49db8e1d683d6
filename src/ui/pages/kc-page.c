/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-page.h"

#include "kc-a11y.h"
#include "kc-number-text.h"
#include "kc-resume-dialog.h"

#include <glib/gi18n.h>

typedef struct {
  KcController *controller;
  char *title;
  char *back_page;
  gboolean has_heading;
} KcPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KcPage, kc_page, ADW_TYPE_BIN)

enum { PROP_0, PROP_ASSISTANT, PROP_TITLE, PROP_HAS_HEADING, PROP_BACK_PAGE, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
kc_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcPagePrivate *priv = kc_page_get_instance_private (KC_PAGE (object));

  switch (prop_id)
    {
    case PROP_ASSISTANT:
      g_value_set_object (value, priv->controller);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_HAS_HEADING:
      g_value_set_boolean (value, priv->has_heading);
      break;
    case PROP_BACK_PAGE:
      g_value_set_string (value, priv->back_page);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KcPage *self = KC_PAGE (object);
  KcPagePrivate *priv = kc_page_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_ASSISTANT:
      g_assert (priv->controller == NULL);
      priv->controller = g_value_dup_object (value);
      break;
    case PROP_TITLE:
      kc_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_HAS_HEADING:
      priv->has_heading = g_value_get_boolean (value);
      break;
    case PROP_BACK_PAGE:
      kc_page_set_back_page (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (kc_page_parent_class)->constructed (object);

  kc_a11y_watch (GTK_WIDGET (object));
}

static void
kc_page_finalize (GObject *object)
{
  KcPagePrivate *priv = kc_page_get_instance_private (KC_PAGE (object));

  g_clear_object (&priv->controller);
  g_free (priv->title);
  g_free (priv->back_page);

  G_OBJECT_CLASS (kc_page_parent_class)->finalize (object);
}

static void
kc_page_class_init (KcPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_page_get_property;
  object_class->set_property = kc_page_set_property;
  object_class->constructed = kc_page_constructed;
  object_class->finalize = kc_page_finalize;

  properties[PROP_ASSISTANT]
      = g_param_spec_object ("controller", NULL, NULL, KC_TYPE_CONTROLLER,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, NULL,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HAS_HEADING] = g_param_spec_boolean ("has-heading", NULL, NULL, FALSE,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BACK_PAGE]
      = g_param_spec_string ("back-page", NULL, NULL, NULL,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_page_init (KcPage *self)
{
}

KcController *
kc_page_get_controller (KcPage *self)
{
  KcPagePrivate *priv = kc_page_get_instance_private (self);

  g_return_val_if_fail (KC_IS_PAGE (self), NULL);

  return priv->controller;
}

const char *
kc_page_get_title (KcPage *self)
{
  KcPagePrivate *priv = kc_page_get_instance_private (self);

  g_return_val_if_fail (KC_IS_PAGE (self), NULL);

  return priv->title;
}

void
kc_page_set_title (KcPage *self, const char *title)
{
  KcPagePrivate *priv = kc_page_get_instance_private (self);

  g_return_if_fail (KC_IS_PAGE (self));

  if (g_strcmp0 (priv->title, title) == 0)
    return;

  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

gboolean
kc_page_has_heading (KcPage *self)
{
  KcPagePrivate *priv = kc_page_get_instance_private (self);

  g_return_val_if_fail (KC_IS_PAGE (self), FALSE);

  return priv->has_heading;
}

const char *
kc_page_get_back_page (KcPage *self)
{
  KcPagePrivate *priv = kc_page_get_instance_private (self);

  g_return_val_if_fail (KC_IS_PAGE (self), NULL);

  return priv->back_page;
}

void
kc_page_set_back_page (KcPage *self, const char *name)
{
  KcPagePrivate *priv = kc_page_get_instance_private (self);

  g_return_if_fail (KC_IS_PAGE (self));

  if (g_strcmp0 (priv->back_page, name) == 0)
    return;

  g_free (priv->back_page);
  priv->back_page = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BACK_PAGE]);
}

/* The first one that is visible; NULL for none. */
static GtkWidget *
find_heading (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_HEADING)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *heading = find_heading (child);

      if (heading != NULL)
        return heading;
    }

  return NULL;
}

void
kc_page_focus_heading (KcPage *self)
{
  GtkWidget *heading;

  g_return_if_fail (KC_IS_PAGE (self));

  heading = find_heading (GTK_WIDGET (self));
  if (heading == NULL)
    {
      gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
      return;
    }

  /* gtk_widget_grab_focus () fails for a label, but setting the focus works. */
  gtk_widget_set_focusable (heading, TRUE);
  gtk_root_set_focus (gtk_widget_get_root (heading), heading);
}

void
kc_page_drop_focus (KcPage *self)
{
  g_return_if_fail (KC_IS_PAGE (self));

  if (kc_page_has_focus (self))
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
}

void
kc_page_set_default (KcPage *self, GtkWidget *button)
{
  GtkRoot *root;

  g_return_if_fail (KC_IS_PAGE (self));
  g_return_if_fail (button == NULL || GTK_IS_WIDGET (button));

  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), button);
}

gboolean
kc_page_has_focus (KcPage *self)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_val_if_fail (KC_IS_PAGE (self), FALSE);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
         && gtk_widget_get_mapped (focus) && gtk_widget_is_sensitive (focus);
}

void
kc_page_shown (KcPage *self)
{
  g_return_if_fail (KC_IS_PAGE (self));

  if (KC_PAGE_GET_CLASS (self)->shown != NULL)
    KC_PAGE_GET_CLASS (self)->shown (self);
  if (!kc_page_has_focus (self))
    kc_page_focus_heading (self);
}

void
kc_page_hidden (KcPage *self)
{
  g_return_if_fail (KC_IS_PAGE (self));

  if (KC_PAGE_GET_CLASS (self)->hidden != NULL)
    KC_PAGE_GET_CLASS (self)->hidden (self);
}

gboolean
kc_page_go_back (KcPage *self)
{
  g_return_val_if_fail (KC_IS_PAGE (self), FALSE);

  return KC_PAGE_GET_CLASS (self)->go_back != NULL && KC_PAGE_GET_CLASS (self)->go_back (self);
}

static void
on_resume_dialog_responded_cb (KcPage *self, const char *response)
{
  KcPagePrivate *priv = kc_page_get_instance_private (self);

  g_assert (KC_IS_PAGE (self));

  if (g_str_equal (response, KC_RESUME_DIALOG_GO_ON))
    {
      kc_session_resumer_resume (kc_controller_get_resumer (priv->controller));
    }
  else if (g_str_equal (response, KC_RESUME_DIALOG_LEAVE))
    {
      kc_session_resumer_drop (kc_controller_get_resumer (priv->controller));
      kc_controller_begin (priv->controller);
    }
}

void
kc_page_begin_attempt (KcPage *self)
{
  KcPagePrivate *priv = kc_page_get_instance_private (self);
  GtkWindow *dialog;

  g_return_if_fail (KC_IS_PAGE (self));

  if (kc_session_resumer_get_pending (kc_controller_get_resumer (priv->controller)) == NULL)
    {
      /* A second click finds a running attempt, and does nothing. */
      kc_controller_begin (priv->controller);
      return;
    }

  /* The dialog is modal, so there is no second click. */
  dialog = kc_resume_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_resume_dialog_responded_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static KcNumberQueue *
get_number_queue (KcPage *self)
{
  return kc_controller_get_number_queue (kc_page_get_controller (self));
}

static void
set_name (KcPage *self, const char *name)
{
  KcController *controller = kc_page_get_controller (self);
  g_autoptr (KcConnectRequest) request
      = kc_connect_request_copy (kc_controller_get_request (controller));

  g_free (request->name);
  request->name = g_strdup (name);
  kc_controller_set_request (controller, request);
}

void
kc_page_begin_listed (KcPage *self, guint index)
{
  KcController *controller = kc_page_get_controller (self);
  KcSessionResumer *resumer = kc_controller_get_resumer (controller);
  const KcPendingSession *pending = kc_session_resumer_get_pending (resumer);
  KcNumberQueue *queue = get_number_queue (self);
  const KcListedNumber *number = kc_number_list_get (kc_number_queue_get_list (queue), index);

  g_return_if_fail (KC_IS_PAGE (self));

  kc_number_queue_choose (queue, (int) index);
  set_name (self, number->text);
  if (pending != NULL && g_strcmp0 (pending->session->session_id, number->session_id) == 0
      && kc_key_manager_get_client (kc_controller_get_key_manager (controller)) != NULL)
    kc_session_resumer_resume (resumer);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "number");
}

void
kc_page_fill_next_button (KcPage *self, GtkButton *button)
{
  KcNumberQueue *queue = get_number_queue (self);
  int next = kc_number_queue_find_next (queue);
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (KC_IS_PAGE (self));
  g_return_if_fail (GTK_IS_BUTTON (button));

  gtk_widget_set_visible (GTK_WIDGET (button), next >= 0);
  if (next < 0)
    return;

  title = kc_number_text_format_title (
      kc_number_list_get (kc_number_queue_get_list (queue), (guint) next));
  /* Translators: the next number of a list; %s is a name or a number. */
  label = g_strdup_printf (_ ("Next: %s"), title);
  gtk_button_set_label (button, label);
  /* A long name, even without a space, must fit into a narrow window. */
  gtk_label_set_wrap_mode (GTK_LABEL (gtk_button_get_child (button)), PANGO_WRAP_WORD_CHAR);
}

void
kc_page_begin_next (KcPage *self)
{
  int next = kc_number_queue_find_next (get_number_queue (self));

  g_return_if_fail (KC_IS_PAGE (self));

  if (next >= 0)
    kc_page_begin_listed (self, (guint) next);
}

void
kc_page_leave_list (KcPage *self)
{
  KcNumberQueue *queue = get_number_queue (self);
  int chosen = kc_number_queue_get_chosen (queue);
  const char *name = kc_controller_get_request (kc_page_get_controller (self))->name;

  g_return_if_fail (KC_IS_PAGE (self));

  if (chosen < 0)
    return;

  if (g_strcmp0 (name, kc_number_list_get (kc_number_queue_get_list (queue), (guint) chosen)->text)
      == 0)
    set_name (self, NULL);
  kc_number_queue_choose (queue, -1);
}

void
kc_page_lead_back_to_list (KcPage *self)
{
  g_return_if_fail (KC_IS_PAGE (self));

  kc_page_set_back_page (self, kc_number_queue_get_chosen (get_number_queue (self)) >= 0
                                   ? "several"
                                   : "welcome");
}
